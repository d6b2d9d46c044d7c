package org.amarula.api.instance;

import java.util.Optional;
import java.util.function.Supplier;
import org.amarula.api.InstanceId;
import org.amarula.api.jid.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The names inside one instance: (instance id, role), (instance id, recipient), (instance id,
 * user). A handle of a registry that has crashed fails with {@link
 * org.amarula.api.StaleConnectionException}; the names that it gave out stay good.
 */
@ProviderType
public interface InstanceRegistry {
  /** The instance. */
  InstanceId instanceId();

  /** A late-bound address of a role: each call gives the child that has the role then. */
  Supplier<Optional<Object>> name(Role role);

  /** The child that has this role now. */
  Optional<Object> whereis(Role role);

  /** The sender of a recipient, while it has one. */
  Optional<ConversationSender> whereisSender(Jid recipient);

  /** The custodian of a remote user, while it has one. */
  Optional<Custodian> whereisCustodian(Jid user);
}
