package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.CrashedException;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

/** What a connection child does that takes the place of a crashed one. */
class CrashedConnectionTest {
  private final ManualTimer time = new ManualTimer();
  private final AccountRig rig =
      new AccountRig("alice", new ArrayDeque<>(), time, new ConnectPacer(time.clock(), 100, 100));

  @Test
  void itLogsInAgainByItselfAndSaysWhatHappened() {
    rig.login();
    rig.events.clear();

    rig.crash();
    rig.login();

    assertThat(rig.states())
        .containsExactly(
            ConnectionState.DISCONNECTED,
            ConnectionState.CONNECTING,
            ConnectionState.LOGGING_IN,
            ConnectionState.ONLINE);
    assertThat(rig.streams.live()).isEqualTo(1);
  }

  @Test
  void fromTheSecondCrashOnItWaits() {
    rig.login();
    rig.crash();
    rig.login();
    rig.crash();
    int opened = rig.streams.count();

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
    assertThat(rig.retryAt()).isAfter(time.clock().instant());
    rig.pass(Duration.ofMinutes(1));

    assertThat(rig.streams.count()).isEqualTo(opened + 1);
  }

  @Test
  void aCrashAfterEveryLoginComesToAnEndAlthoughTheWaitsGrow() {
    Endurance endurance = new Endurance(3);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 3; i++) {
      endurance.online(now);
      now = now.plusSeconds(30);
      assertThat(endurance.allows(now)).isTrue();
    }
    endurance.online(now);

    assertThat(endurance.allows(now.plusSeconds(59))).isFalse();
  }

  @Test
  void aStableMinuteForgivesWhatWasBefore() {
    Endurance endurance = new Endurance(1);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < 10; i++) {
      assertThat(endurance.allows(now)).isTrue();
      assertThat(endurance.crashes()).isEqualTo(1);
      endurance.online(now);
      now = now.plusSeconds(61);
    }
  }

  @Test
  void aMinuteOfflineIsNotStable() {
    Endurance endurance = new Endurance(1);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(endurance.allows(now)).isTrue();
    endurance.online(now);
    endurance.offline();

    assertThat(endurance.allows(now.plusSeconds(61))).isFalse();
    assertThat(endurance.allows(now.plusSeconds(4000))).isTrue(); // an hour later
  }

  @Test
  void anAccountThatIsWantedOfflineStaysSo() {
    rig.login();
    rig.connection.disconnect();
    rig.drain();
    int opened = rig.streams.count();

    rig.crash();
    rig.pass(Duration.ofHours(1));

    assertThat(rig.streams.count()).isEqualTo(opened);
  }

  @Test
  void anEndThatWaitsForSomebodySurvivesTheCrash() {
    rig.login();
    rig.end(new DisconnectReason.Replaced());
    int opened = rig.streams.count();

    rig.crash();
    rig.pass(Duration.ofHours(1));

    assertThat(rig.streams.count()).isEqualTo(opened);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.REPLACED);
  }

  @Test
  void theSuccessorTellsSuchAnEndBeforeItHasRun() {
    rig.login();
    rig.end(new DisconnectReason.Replaced());

    rig.replace();

    assertThat(rig.connection.state()).isEqualTo(ConnectionState.REPLACED);
    assertThat(rig.connection.lastReason()).contains(new DisconnectReason.Replaced());
  }

  @Test
  void theSuccessorWaitsUntilTheSocketOfTheDeadOneIsGone() {
    rig.login();
    rig.streams.lingers = true;

    rig.crash();
    assertThat(rig.streams.live()).isEqualTo(1);
    int opened = rig.streams.count();
    rig.streams.release();
    rig.drain();

    assertThat(rig.streams.count()).isEqualTo(opened + 1);
    assertThat(rig.streams.live()).isEqualTo(1);
  }

  @Test
  void aSuccessorThatIsAskedForBeforeItHasBegunTakesItsTurnAllTheSame() {
    AccountRig busy =
        new AccountRig("bob", new ArrayDeque<>(), time, new ConnectPacer(time.clock(), 1, 1));
    busy.login();
    int opened = busy.streams.count();

    busy.replace();
    busy.connect();
    busy.connection.start();
    busy.drain();
    busy.pass(Duration.ofMinutes(1));

    assertThat(busy.streams.count()).isEqualTo(opened + 1);
  }

  @Test
  void aSocketThatNeverEndsIsGivenUpAfterAWhile() {
    rig.login();
    rig.streams.lingers = true;
    rig.crash();
    int opened = rig.streams.count();

    rig.pass(Duration.ofSeconds(3));

    assertThat(rig.streams.count()).isEqualTo(opened + 1);
  }

  @Test
  void credentialsThatCannotBeReadAreNotTakenForANewAccount() {
    rig.login();
    rig.messengers.log.clear();
    rig.messengers.accounts(rig.settings.profile()).unreadable = true;

    rig.crash();
    rig.pass(Duration.ofMinutes(10));
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
    rig.messengers.accounts(rig.settings.profile()).unreadable = false;
    int opened = rig.streams.count();
    rig.pass(Duration.ofMinutes(10));

    assertThat(rig.streams.count()).isGreaterThan(opened);
    assertThat(rig.messengers.log).doesNotContain("create");
    assertThat(List.copyOf(rig.messengers.log)).doesNotContain("wipe");
  }

  @Test
  void aCallThatTheLaneNeverGotToFailsWithTheConnection() {
    rig.login();
    CompletionStage<Void> disconnect = rig.connection.disconnect(); // waits for its turn
    CompletionStage<Void> logout = rig.connection.logout();

    rig.crash();

    for (CompletionStage<Void> stage : List.of(disconnect, logout)) {
      assertThat(stage.toCompletableFuture())
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(CrashedException.class);
    }
  }
}
