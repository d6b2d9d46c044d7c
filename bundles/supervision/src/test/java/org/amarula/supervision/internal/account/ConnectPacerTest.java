package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

class ConnectPacerTest {
  private final ManualTimer time = new ManualTimer();
  private final ConnectPacer pacer = new ConnectPacer(time.clock(), 50, 10);

  @Test
  void aBurstGoesAtOnceAndTheRestAtTheRate() {
    for (int i = 0; i < 10; i++) {
      assertThat(pacer.next()).isZero();
    }
    assertThat(pacer.next()).hasMillis(20);
    assertThat(pacer.next()).hasMillis(40);
    for (int i = 0; i < 988; i++) {
      pacer.next();
    }

    assertThat(pacer.next()).as("the 1001st").hasMillis(20 * 991);
  }

  @Test
  void quietTimeGivesTheBurstBackAndNoMore() {
    for (int i = 0; i < 100; i++) {
      pacer.next();
    }
    time.advance(Duration.ofHours(1));

    for (int i = 0; i < 10; i++) {
      assertThat(pacer.next()).isZero();
    }
    assertThat(pacer.next()).isPositive();
  }
}
