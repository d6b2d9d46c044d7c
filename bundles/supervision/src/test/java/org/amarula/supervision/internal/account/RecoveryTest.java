package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done after ends that are tried once more, by hand, or never (spec/transport.md 10). */
class RecoveryTest {
  private static final DisconnectReason OUTDATED = new DisconnectReason.Outdated();

  private final ManualTimer time = new ManualTimer();
  private final AccountRig rig =
      new AccountRig("alice", new ArrayDeque<>(), time, new ConnectPacer(time.clock(), 100, 100));

  @Test
  void aBanIsWaitedForAndTriedOnceMore() {
    rig.end(ban(7200));
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.BANNED);
    assertThat(rig.retryAt()).isEqualTo(now().plusSeconds(7200));
    rig.pass(Duration.ofSeconds(7199));
    assertThat(rig.streams.count()).isEqualTo(1);

    rig.pass(Duration.ofSeconds(1));

    assertThat(rig.streams.count()).isEqualTo(2);
  }

  @Test
  void aFurtherBanIsTheEnd() {
    rig.end(ban(60));
    rig.pass(Duration.ofSeconds(60));
    rig.end(ban(60));

    rig.pass(Duration.ofDays(1));

    assertThat(rig.streams.count()).isEqualTo(2);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.BANNED);
    assertThat(rig.messengers.log).doesNotContain("wipe");
  }

  @Test
  void duringABanEvenWhoAsksHasToWait() {
    rig.end(ban(60));
    rig.pass(Duration.ofSeconds(60));
    rig.end(ban(600));

    rig.connect();

    assertThat(rig.streams.count()).isEqualTo(2);
    assertThat(rig.retryAt()).isEqualTo(now().plusSeconds(600));
    rig.pass(Duration.ofSeconds(600));
    assertThat(rig.streams.count()).isEqualTo(3);
  }

  @Test
  void aBanOutlivesACrashOfTheConnection() {
    rig.end(ban(60));

    rig.crash();

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.BANNED);
    rig.pass(Duration.ofSeconds(59));
    assertThat(rig.streams.count()).isEqualTo(1);
    rig.pass(Duration.ofSeconds(1));
    assertThat(rig.streams.count()).isEqualTo(2);
  }

  @Test
  void aDisconnectEndsTheWaitForTheEndOfABan() {
    rig.end(ban(60));
    rig.connection.disconnect();
    rig.drain();

    rig.pass(Duration.ofDays(1));

    assertThat(rig.streams.count()).isEqualTo(1);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.STOPPED);
  }

  @Test
  void anOutdatedClientLearnsTheVersionAndConnectsOnceMoreWithIt() {
    String before = rig.streams.last().webVersion();
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    rig.streams.newer = answer;
    rig.end(OUTDATED);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
    assertThat(rig.connection.lastReason()).contains(OUTDATED);
    assertThat(rig.streams.count()).isEqualTo(1);

    answer.complete(Optional.of("2.3000.2000000000"));
    rig.drain();

    assertThat(rig.streams.askedWith).containsExactly(before);
    assertThat(rig.streams.last().webVersion()).isEqualTo("2.3000.2000000000");
    rig.login();
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.ONLINE);
    rig.end(new DisconnectReason.NetworkLost("reset"));
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.streams.last().webVersion()).as("for good").isEqualTo("2.3000.2000000000");
    rig.crash();
    assertThat(rig.streams.last().webVersion())
        .as("after a crash, too")
        .isEqualTo("2.3000.2000000000");
  }

  @Test
  void withoutANewerVersionAnOutdatedClientStaysSo() {
    rig.end(OUTDATED);
    rig.pass(Duration.ofDays(1));

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.OUTDATED);
    assertThat(rig.streams.count()).isEqualTo(1);
    assertThat(rig.states())
        .containsExactly(
            ConnectionState.CONNECTING, ConnectionState.DISCONNECTED, ConnectionState.OUTDATED);
    assertThat(rig.messengers.log).doesNotContain("wipe");
  }

  @Test
  void aVersionThatIsRefusedTooIsTheEnd() {
    rig.streams.newer = CompletableFuture.completedFuture(Optional.of("2.3000.2000000000"));
    rig.end(OUTDATED);
    rig.end(OUTDATED);
    rig.pass(Duration.ofDays(1));

    assertThat(rig.streams.askedWith).hasSize(1);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.OUTDATED);
    rig.connect();
    rig.end(OUTDATED);
    assertThat(rig.streams.askedWith).as("who asks may learn again").hasSize(2);
  }

  @Test
  void aQuestionForTheVersionThatFailsIsNoNews() {
    rig.streams.newer = CompletableFuture.failedFuture(new IllegalStateException("closed"));

    rig.end(OUTDATED);

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.OUTDATED);
  }

  @Test
  void aDisconnectWhileTheVersionIsAwaitedIsRespected() {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    rig.streams.newer = answer;
    rig.end(OUTDATED);
    rig.connection.disconnect();
    rig.drain();

    answer.complete(Optional.of("2.3000.2000000000"));
    rig.drain();

    assertThat(rig.streams.count()).isEqualTo(1);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.STOPPED);
  }

  @Test
  void endsThatAreTriedOnceAreEachTriedOnce() {
    rig.streams.newer = CompletableFuture.completedFuture(Optional.of("2.3000.2000000000"));
    DisconnectReason suspended = new DisconnectReason.StreamSuspended("516");
    rig.end(suspended);
    rig.pass(Duration.ofMinutes(1));
    rig.end(OUTDATED);
    rig.end(suspended);

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.GIVEN_UP);
    assertThat(rig.connection.lastReason()).contains(new DisconnectReason.GivenUp(suspended));
  }

  @Test
  void restartsInALoopAreSlowedDown() {
    for (int i = 0; i < 3; i++) {
      rig.login();
      rig.end(new DisconnectReason.RestartRequired());
      assertThat(rig.streams.live()).as("restart " + i).isEqualTo(1);
    }
    rig.login();
    rig.end(new DisconnectReason.RestartRequired());

    assertThat(rig.streams.live()).isZero();
    rig.pass(Duration.ofSeconds(2));
    assertThat(rig.streams.live()).isEqualTo(1);
    rig.login();
    rig.pass(Duration.ofSeconds(61));
    rig.end(new DisconnectReason.RestartRequired());
    assertThat(rig.streams.live()).as("after a minute online").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replaced", "login-refused", "outdated", "logged-out"})
  void anEndForGoodOutlivesACrashUntilSomebodyAsks(String code) {
    DisconnectReason reason =
        switch (code) {
          case "replaced" -> new DisconnectReason.Replaced();
          case "login-refused" -> new DisconnectReason.LoginRefused(409);
          case "outdated" -> OUTDATED;
          default -> new DisconnectReason.LoggedOut("failure 401");
        };
    rig.end(reason);

    rig.crash();
    rig.pass(Duration.ofDays(1));

    assertThat(rig.streams.count()).isEqualTo(1);
    assertThat(rig.connection.state()).isEqualTo(reason.state());
    assertThat(rig.connection.lastReason()).contains(reason);
    rig.connect();
    assertThat(rig.streams.count()).isEqualTo(2);
  }

  @Test
  void aStreamsEndIsCountedOnceAndNeverLeavesTwoStreams() {
    rig.login();
    rig.end(new DisconnectReason.StreamFailed("503"));
    rig.connect();
    rig.connect();
    rig.pass(Duration.ofMinutes(10));

    assertThat(rig.streams.count()).isEqualTo(2);
    assertThat(rig.streams.live()).isEqualTo(1);
  }

  private Instant now() {
    return time.clock().instant();
  }

  private DisconnectReason ban(long seconds) {
    return new DisconnectReason.TemporarilyBanned(101, now().plusSeconds(seconds));
  }
}
