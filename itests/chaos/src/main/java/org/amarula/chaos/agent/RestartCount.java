package org.amarula.chaos.agent;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.instance.Role;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Notes each child that is published again inside the same instance. Thread-safe. */
final class RestartCount implements ServiceListener {
  static final String FILTER = "(" + Role.ROLE_PROPERTY + "=*)";

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Lines file;

  RestartCount(Lines file) {
    this.file = file;
  }

  /** How many came back. */
  int count() {
    return count.get();
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() != ServiceEvent.REGISTERED) {
      return;
    }
    ServiceReference<?> reference = event.getServiceReference();
    String role = String.valueOf(reference.getProperty(Role.ROLE_PROPERTY));
    if (!seen.add(reference.getProperty(Role.INSTANCE_PROPERTY) + role)) {
      String profile = String.valueOf(reference.getProperty(Role.PROFILE_PROPERTY));
      count.incrementAndGet();
      file.add("restart", Map.of("role", role, "profile", profile));
    }
  }
}
