package org.amarula.messaging.internal.model;

import java.security.SecureRandom;
import java.util.Random;

/** A source of keys that gives the same keys for the same seed. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final Random random;

  SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
