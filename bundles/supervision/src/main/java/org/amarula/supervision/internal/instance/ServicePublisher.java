package org.amarula.supervision.internal.instance;

import java.util.Map;

/** Makes an instance's objects known outside: in the OSGi registry, or nowhere. Thread-safe. */
public interface ServicePublisher {
  /** Knows nobody. */
  ServicePublisher NONE =
      new ServicePublisher() {
        @Override
        public Runnable publish(Class<?> type, Object service, Map<String, Object> properties) {
          return () -> {};
        }

        @Override
        public Runnable publishCondition(String id) {
          return () -> {};
        }
      };

  /** Registers {@code service}; the result takes it back. */
  Runnable publish(Class<?> type, Object service, Map<String, Object> properties);

  /** Registers a condition with this id; the result takes it back. */
  Runnable publishCondition(String id);
}
