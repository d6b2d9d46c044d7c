package org.amarula.api;

import java.util.UUID;

/**
 * The key of one started connection instance: minted at each start, never used twice, valid in this
 * JVM only.
 *
 * @param value the text that service properties carry
 */
public record InstanceId(String value) {
  /** A new, unique id. */
  public static InstanceId mint() {
    return new InstanceId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
