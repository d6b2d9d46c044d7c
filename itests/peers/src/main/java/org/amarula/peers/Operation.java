package org.amarula.peers;

/** One step of a scenario. */
@FunctionalInterface
interface Operation {
  void run() throws Exception;

  /** Runs one that is known to work. */
  static void run(Operation operation) {
    try {
      operation.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
