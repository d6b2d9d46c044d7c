package org.amarula.supervision.internal.instance;

import java.util.Map;

/** Makes an instance's objects known outside: in the OSGi registry, or nowhere. Thread-safe. */
public interface ServicePublisher {
  /** Knows nobody. */
  ServicePublisher NONE = (type, service, properties) -> () -> {};

  /** Registers {@code service}; the result takes it back. */
  Runnable publish(Class<?> type, Object service, Map<String, Object> properties);
}
