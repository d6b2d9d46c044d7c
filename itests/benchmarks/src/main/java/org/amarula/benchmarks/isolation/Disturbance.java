package org.amarula.benchmarks.isolation;

import org.amarula.benchmarks.goal.Goal;

/** One kind of trouble that the victim makes, from its beginning to its end. */
enum Disturbance {
  /** It writes as fast as it can. */
  FLOOD(Goal.G19_FLOOD) {
    @Override
    void begin(Victim victim) {
      victim.flood();
    }
  },
  /** Its listener does not return. */
  BLOCK(Goal.G19_BLOCK) {
    @Override
    void begin(Victim victim) {
      victim.block();
      victim.receiveSome();
    }
  },
  /** Errors are thrown in its children, and they are killed. */
  ERROR(Goal.G19_ERROR) {
    @Override
    void begin(Victim victim) {
      victim.throwErrors();
      victim.receiveSome();
    }
  },
  /** Its storage hangs while it is stopped. */
  STOP(Goal.G19_STOP) {
    @Override
    void begin(Victim victim) {
      victim.hang();
      victim.receiveSome();
      victim.stop();
    }
  };

  private final Goal goal;

  Disturbance(Goal goal) {
    this.goal = goal;
  }

  Goal goal() {
    return goal;
  }

  abstract void begin(Victim victim);
}
