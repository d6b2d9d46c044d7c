package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

/** A thousand accounts that lose their server at once, in virtual time. */
class MassReconnectTest {
  private static final int ACCOUNTS = 1000;
  private static final int PER_SECOND = 60;
  private static final int AT_ONCE = 60;
  private static final DisconnectReason LOST = new DisconnectReason.NetworkLost("outage");

  private final ManualTimer time = new ManualTimer();
  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final ConnectPacer pacer = new ConnectPacer(time.clock(), PER_SECOND, AT_ONCE);
  private final List<AccountRig> accounts = new ArrayList<>();

  @Test
  void aThousandAccountsLostAtOnceComeBackSpread() {
    allOnline();
    accounts.forEach(account -> account.streams.last().end(LOST));
    drain();
    assertThat(reconnected()).as("at once").isEqualTo(AT_ONCE);

    long before = reconnected();
    int seconds = 0;
    while (before < ACCOUNTS) {
      pass(Duration.ofSeconds(1));
      seconds++;
      long now = reconnected();
      assertThat(now - before).as("in second " + seconds).isBetween(1L, (long) PER_SECOND);
      before = now;
    }

    assertThat(seconds).isEqualTo(16); // 940 at 60 a second
    assertThat(accounts).allMatch(account -> account.streams.live() == 1);
  }

  @Test
  void oneThatAsksAllTheTimeTakesNoTurnFromOthers() {
    allOnline();
    accounts.forEach(account -> account.streams.last().end(LOST));
    drain();
    AccountRig greedy = accounts.get(ACCOUNTS - 1);
    for (int second = 0; second < 16; second++) {
      for (int i = 0; i < 50; i++) {
        greedy.connection.connect();
        greedy.connection.disconnect();
        greedy.connection.connect();
        drain();
      }
      pass(Duration.ofSeconds(1));
    }

    assertThat(reconnected()).isEqualTo(ACCOUNTS);
    assertThat(greedy.streams.live()).as("and loses nothing itself").isEqualTo(1);
  }

  @Test
  void oneThatIsLostDuringTheStormWaitsForThoseBeforeItOnly() {
    allOnline();
    AccountRig late = accounts.get(0);
    accounts.subList(1, ACCOUNTS).forEach(account -> account.streams.last().end(LOST));
    drain();
    pass(Duration.ofSeconds(10));

    late.streams.last().end(LOST);
    drain();
    pass(Duration.ofSeconds(7));

    assertThat(late.streams.count()).isEqualTo(2);
    assertThat(late.streams.live()).isEqualTo(1);
  }

  @Test
  void oneIsNotStarvedByOthersThatFailAgainAndAgain() {
    allOnline();
    AccountRig patient = accounts.get(0);
    accounts.subList(1, ACCOUNTS).forEach(account -> account.streams.last().end(LOST));
    drain();
    for (int second = 0; second < 5; second++) {
      pass(Duration.ofSeconds(1));
      accounts.subList(1, ACCOUNTS).stream()
          .filter(account -> account.streams.count() > 1)
          .forEach(account -> account.streams.last().end(LOST)); // the server refuses them all
      drain();
    }
    patient.streams.last().end(LOST);
    drain();
    int waited = 0;
    while (patient.streams.count() == 1) {
      pass(Duration.ofSeconds(1));
      waited++;
      accounts.subList(1, ACCOUNTS).stream()
          .filter(account -> account.streams.count() > 1)
          .forEach(account -> account.streams.last().end(LOST));
      drain();
    }

    assertThat(waited).as("one turn of everybody, at most").isLessThanOrEqualTo(17);
  }

  private void allOnline() {
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts.add(new AccountRig("account-" + i, pool, time, pacer));
    }
    pass(Duration.ofSeconds(30));
    accounts.forEach(account -> account.streams.last().login());
    drain();
    pass(Duration.ofSeconds(61)); // each has lived: the first attempt is due at once
    assertThat(accounts).allMatch(account -> account.streams.count() == 1);
  }

  private long reconnected() {
    return accounts.stream().filter(account -> account.streams.count() > 1).count();
  }

  private void pass(Duration span) {
    Duration left = span;
    Duration step = Duration.ofMillis(50);
    while (!left.isZero()) {
      Duration part = left.compareTo(step) < 0 ? left : step;
      time.advance(part);
      drain();
      left = left.minus(part);
    }
  }

  private void drain() {
    accounts.get(0).drain();
  }
}
