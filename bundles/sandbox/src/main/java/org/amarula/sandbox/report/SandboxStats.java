package org.amarula.sandbox.report;

import java.util.Map;

/**
 * Counters since the start and the present size of things, by name, in a fixed order: {@code
 * accounts}, {@code devices}, {@code connections}, {@code pending} are sizes, the others count.
 */
public record SandboxStats(Map<String, Long> values) {

  /** Keeps the order. */
  public SandboxStats {
    values = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(values));
  }

  /** One figure, 0 when there is none of that name. */
  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }
}
