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
  void noWaitIsLongerThanTheCapAndTheCapStillHasJitter() {
    Backoff latest = new Backoff(INITIAL, MAX, () -> 1);
    Backoff soonest = new Backoff(INITIAL, MAX, () -> 0);
    for (int i = 0; i < 50; i++) {
      assertThat(latest.next(false)).isLessThanOrEqualTo(MAX);
      soonest.next(false);
    }

    assertThat(latest.next(false)).isEqualTo(MAX);
    assertThat(soonest.next(false)).hasSeconds(200);
  }

  @Test
  void slowRetriesBeginAtAMinuteAndDouble() {
    Backoff backoff = new Backoff(INITIAL, MAX, () -> 0.5);

    assertThat(backoff.nextSlow()).hasMinutes(1);
    assertThat(backoff.nextSlow()).hasMinutes(2);
    assertThat(backoff.nextSlow()).hasMinutes(4);
    assertThat(backoff.nextSlow()).hasSeconds(250);
    assertThat(new Backoff(INITIAL, MAX, () -> 0).nextSlow()).hasSeconds(48);
    assertThat(backoff.next(false)).as("a row of its own").isEqualTo(INITIAL);
  }

  @Test
  void aSmallCapDoesNotMakeSlowRetriesFast() {
    Backoff backoff = new Backoff(INITIAL, Duration.ofSeconds(1), () -> 0.5);

    assertThat(backoff.next(false)).isLessThan(Duration.ofSeconds(1));
    assertThat(backoff.nextSlow()).hasMinutes(1);
    assertThat(backoff.nextSlow()).hasMinutes(1);
  }

  @Test
  void aResetBeginsBothRowsAnew() {
    Backoff backoff = new Backoff(INITIAL, MAX, () -> 0.5);
    backoff.next(false);
    backoff.nextSlow();
    backoff.reset();

    assertThat(backoff.next(false)).isEqualTo(INITIAL);
    assertThat(backoff.nextSlow()).hasMinutes(1);
  }
}
