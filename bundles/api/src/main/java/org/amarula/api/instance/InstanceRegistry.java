package org.amarula.api.instance;

import java.util.Optional;
import java.util.function.Supplier;
import org.amarula.api.InstanceId;
import org.osgi.annotation.versioning.ProviderType;

/** The names inside one instance: (instance id, role). */
@ProviderType
public interface InstanceRegistry {
  /** The instance. */
  InstanceId instanceId();

  /** A late-bound address of a role: each call gives the child that has the role then. */
  Supplier<Optional<Object>> name(Role role);

  /** The child that has this role now. */
  Optional<Object> whereis(Role role);
}
