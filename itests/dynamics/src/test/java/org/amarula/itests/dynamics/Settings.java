package org.amarula.itests.dynamics;

/** How long and how large: system properties that the build hands on. */
final class Settings {
  private static final long SEED = chosenSeed();

  private Settings() {}

  static int rounds() {
    return Integer.getInteger("dynamics.rounds", 3);
  }

  static int accounts() {
    return Integer.getInteger("dynamics.accounts", 8);
  }

  /** Printed when it was not given. */
  static long seed() {
    return SEED;
  }

  private static long chosenSeed() {
    long given = Long.getLong("dynamics.seed", 0);
    long seed = given == 0 ? System.nanoTime() : given;
    System.out.println("dynamics.seed=" + seed);
    return seed;
  }
}
