package org.amarula.supervision.internal.instance;

import java.util.EnumMap;
import java.util.Map;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.CustodianSupervisor;
import org.amarula.api.instance.InstanceRegistry;
import org.amarula.api.instance.RetryCache;
import org.amarula.api.instance.Role;
import org.amarula.api.instance.SenderSupervisor;

/** The services of one instance, by role. Confined to the supervisor's lane, or its starter. */
final class Publications {
  private static final Map<Role, Class<?>> TYPES =
      Map.of(
          Role.REGISTRY, InstanceRegistry.class,
          Role.TABLE_OWNER, RetryCache.class,
          Role.CUSTODIAN_SUPERVISOR, CustodianSupervisor.class,
          Role.CONNECTION, Connection.class,
          Role.SENDER_SUPERVISOR, SenderSupervisor.class,
          Role.SUPERVISOR, ConnectionSupervisor.class);

  private final ServicePublisher publisher;
  private final InstanceId instanceId;
  private final Profile profile;
  private final Map<Role, Runnable> published = new EnumMap<>(Role.class);

  Publications(ServicePublisher publisher, InstanceId instanceId, Profile profile) {
    this.publisher = publisher;
    this.instanceId = instanceId;
    this.profile = profile;
  }

  void publish(Role role, Object service) {
    Map<String, Object> properties =
        Map.of(
            Role.INSTANCE_PROPERTY, instanceId.value(),
            Role.PROFILE_PROPERTY, profile.name(),
            Role.ROLE_PROPERTY, role.text());
    published.put(role, publisher.publish(TYPES.get(role), service, properties));
  }

  void withdraw(Role role) {
    Runnable registration = published.remove(role);
    if (registration != null) {
      registration.run();
    }
  }
}
