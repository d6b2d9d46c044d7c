package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.NotConnectedException;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

/** What was asked last counts, also while what was asked before is still under way. */
class LastWordTest {
  private static final DisconnectReason RESET = new DisconnectReason.NetworkLost("reset");

  private final ManualTimer time = new ManualTimer();
  private final AccountRig rig = rig(new ConnectPacer(time.clock(), 100, 100));

  private AccountRig rig(ConnectPacer pacer) {
    return new AccountRig("alice", new ArrayDeque<>(), time, pacer);
  }

  // An account whose turn to connect comes in a second.
  private AccountRig inLine() {
    ConnectPacer slow = new ConnectPacer(time.clock(), 1, 1);
    slow.next();
    return rig(slow);
  }

  @Test
  void aConnectWhileTheSocketClosesIsNotForgotten() {
    rig.login();
    rig.streams.lingers = true;
    CompletionStage<Void> disconnect = rig.connection.disconnect();
    rig.connect();
    assertThat(rig.streams.count()).isEqualTo(1);

    rig.streams.release();
    rig.drain();

    assertThat(disconnect.toCompletableFuture()).isCompleted();
    assertThat(rig.streams.count()).isEqualTo(2);
    assertThat(rig.streams.live()).isEqualTo(1);
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.CONNECTING);
    assertThat(rig.states()).doesNotContain(ConnectionState.STOPPED);
  }

  @Test
  void aDisconnectThatFollowsAConnectAtOnceHolds() {
    AccountRig late = inLine();
    late.connection.connect();
    late.connection.disconnect();
    late.drain();

    late.pass(Duration.ofMinutes(1));

    assertThat(late.streams.count()).isZero();
    assertThat(late.connection.state()).isEqualTo(ConnectionState.STOPPED);
  }

  @Test
  void everyDisconnectIsTold() {
    rig.login();
    rig.streams.lingers = true;
    CompletionStage<Void> first = rig.connection.disconnect();
    CompletionStage<Void> second = rig.connection.disconnect();
    CompletionStage<Void> stop = rig.connection.stop();
    rig.drain();

    rig.streams.release();
    rig.drain();

    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture()).isCompleted();
    assertThat(stop.toCompletableFuture()).isCompleted();
  }

  @Test
  void aLogoutWhoseAnswerIsLostFailsAndTheAccountGoesOn() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    rig.messengers.unlinked = answer;
    CompletionStage<Void> logout = logout();

    rig.streams.last().end(RESET);
    answer.completeExceptionally(new NotConnectedException("The stream ended."));
    rig.drain();

    assertThat(logout.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(NotConnectedException.class);
    assertThat(rig.messengers.log).doesNotContain("wipe");
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.streams.live()).isEqualTo(1);
  }

  @Test
  void aLogoutThatTheServerAnswersByItsEndIsOne() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    rig.messengers.unlinked = answer;
    CompletionStage<Void> logout = logout();

    rig.streams.last().end(new DisconnectReason.LoggedOut("401"));
    answer.completeExceptionally(new NotConnectedException("The stream ended."));
    rig.drain();

    assertLoggedOut(logout);
  }

  @Test
  void aLogoutIsOneAlsoWhenTheNetworkIsLostAfterTheAnswer() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    rig.messengers.unlinked = answer;
    CompletionStage<Void> logout = logout();

    rig.streams.last().end(RESET);
    answer.complete(null);
    rig.drain();

    assertLoggedOut(logout);
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.streams.live()).isZero();
  }

  @Test
  void aLogoutIsOneAlsoWhenTheStreamIsAboutToEndOtherwise() {
    rig.login();
    rig.streams.lingers = true;
    CompletionStage<Void> disconnect = rig.connection.disconnect(); // its reason is the first
    CompletionStage<Void> logout = rig.connection.logout();
    rig.drain();

    rig.streams.release();
    rig.drain();

    assertThat(disconnect.toCompletableFuture()).isCompleted();
    assertLoggedOut(logout);
  }

  @Test
  void credentialsThatAreStoredWhileTheyAreWipedAreNotUsedAgain() {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    rig.messengers.accounts(rig.settings.profile()).saved = stored;
    rig.streams.last().pair();
    CompletionStage<Void> logout = logout();
    assertLoggedOut(logout);

    stored.complete(null);
    rig.drain();
    rig.connect();

    assertThat(rig.streams.last().credentials().paired()).isEmpty();
  }

  private CompletionStage<Void> logout() {
    rig.login();
    CompletionStage<Void> logout = rig.connection.logout();
    rig.drain();
    return logout;
  }

  private void assertLoggedOut(CompletionStage<Void> logout) {
    assertThat(logout.toCompletableFuture()).isCompleted();
    assertThat(rig.messengers.log).contains("wipe");
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.LOGGED_OUT);
  }
}
