package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration INITIAL = Duration.ofSeconds(2);
  private static final Duration MAX = Duration.ofMinutes(5);

  @Test
  void waitsDoubleUpToTheCap() {
    Backoff backoff = new Backoff(INITIAL, MAX, () -> 0.5);

    assertThat(backoff.next(false)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.next(false)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.next(false)).isEqualTo(Duration.ofSeconds(8));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next(false)).isLessThanOrEqualTo(MAX);
    }
  }

  @Test
  void jitterIsTwentyPercentUpOrDown() {
    assertThat(new Backoff(INITIAL, MAX, () -> 0).next(false)).hasMillis(1600);
    assertThat(new Backoff(INITIAL, MAX, () -> 1).next(false)).hasMillis(2400);
  }

  @Test
  void theFirstAttemptAfterAConnectionThatLivedComesAtOnce() {
    Backoff backoff = new Backoff(INITIAL, MAX, () -> 0.5);
    backoff.next(false);
    backoff.reset();

    assertThat(backoff.next(true)).isZero();
    assertThat(backoff.next(false)).isEqualTo(INITIAL);
  }

  @Test
  void aSlowRetryWaitsAMinuteAtLeast() {
    assertThat(new Backoff(INITIAL, MAX, () -> 0.5).nextSlow()).hasMinutes(1);
  }
}
