package org.amarula.supervision.internal.instance;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.InstanceId;
import org.amarula.api.instance.InstanceRegistry;
import org.amarula.api.instance.Role;
import org.amarula.supervision.internal.kernel.Child;

/** The names of one instance, answered from the supervisor's child table. */
final class RegistryChild implements Child, InstanceRegistry {
  private final InstanceId instanceId;
  private final Function<Role, Optional<Object>> table;
  private volatile boolean fenced;

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
    return () -> table.apply(role);
  }

  @Override
  public Optional<Object> whereis(Role role) {
    return fenced ? Optional.empty() : table.apply(role);
  }

  @Override
  public Object service() {
    return this;
  }

  @Override
  public void fence(AmarulaException reason) {
    fenced = true;
  }
}
