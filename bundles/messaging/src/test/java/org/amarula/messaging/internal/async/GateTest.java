package org.amarula.messaging.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate(2);

  @Test
  void othersComeInAsSoonAsSomebodyLeavesAndInTheirOrder() {
    Gate.Pass first = gate.enter();
    Gate.Pass second = gate.enter();
    Gate.Pass third = gate.enter();
    Gate.Pass fourth = gate.enter();
    assertThat(first.in()).isCompleted();
    assertThat(second.in()).isCompleted();
    assertThat(third.in()).isNotDone();

    second.close();
    second.close();

    assertThat(third.in()).isCompleted();
    assertThat(fourth.in()).isNotDone();
  }

  @Test
  void whoGoesAwayWhileWaitingIsNeverLetIn() {
    Gate.Pass first = gate.enter();
    Gate.Pass second = gate.enter();
    Gate.Pass third = gate.enter();
    Gate.Pass fourth = gate.enter();

    third.close();
    first.close();
    second.close();

    assertThat(third.in()).isNotDone();
    assertThat(fourth.in()).isCompleted();
  }

  @Test
  void longQueueIsServed() {
    Gate one = new Gate(1);
    Gate.Pass first = one.enter();
    Gate.Pass last = first;
    for (int i = 0; i < 200; i++) {
      Gate.Pass next = one.enter();
      next.in().thenRun(next::close);
      last = next;
    }
    first.close();
    assertThat(last.in()).isCompleted();
  }
}
