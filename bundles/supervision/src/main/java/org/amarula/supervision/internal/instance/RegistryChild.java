package org.amarula.supervision.internal.instance;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.InstanceId;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.instance.ConversationSender;
import org.amarula.api.instance.Custodian;
import org.amarula.api.instance.CustodianSupervisor;
import org.amarula.api.instance.InstanceRegistry;
import org.amarula.api.instance.Role;
import org.amarula.api.instance.SenderSupervisor;
import org.amarula.api.jid.Jid;
import org.amarula.supervision.internal.kernel.Child;

/**
 * The names of one instance, answered from the supervisor's child table: a registry that is built
 * anew knows at once what the dead one knew.
 */
final class RegistryChild implements Child, InstanceRegistry {
  private final InstanceId instanceId;
  private final Function<Role, Optional<Object>> table;
  private volatile boolean revoked;

  RegistryChild(InstanceId instanceId, Function<Role, Optional<Object>> table) {
    this.instanceId = instanceId;
    this.table = table;
  }

  @Override
  public InstanceId instanceId() {
    return instanceId;
  }

  @Override
  public Supplier<Optional<Object>> name(Role role) {
    requireLive();
    return () -> table.apply(role); // late-bound: it survives the registry too
  }

  @Override
  public Optional<Object> whereis(Role role) {
    requireLive();
    return table.apply(role);
  }

  @Override
  public Optional<ConversationSender> whereisSender(Jid recipient) {
    return whereis(Role.SENDER_SUPERVISOR)
        .flatMap(found -> ((SenderSupervisor) found).find(recipient));
  }

  @Override
  public Optional<Custodian> whereisCustodian(Jid user) {
    return whereis(Role.CUSTODIAN_SUPERVISOR)
        .flatMap(found -> ((CustodianSupervisor) found).find(user));
  }

  private void requireLive() {
    if (revoked) {
      throw new StaleConnectionException(instanceId);
    }
  }

  @Override
  public Object service() {
    return this;
  }

  @Override
  public void revoke() {
    revoked = true;
  }

  @Override
  public void fence(AmarulaException reason) {
    revoked = true;
  }
}
