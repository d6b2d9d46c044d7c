package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.CrashedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.SupersededException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.event.PairingCodeEnded;
import org.amarula.api.event.PairingCodeIssued;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.FakeStreams;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

/** Where a request for a code goes, in each state of an account. */
class PairingCodeTest {
  private static final String PHONE = "15550001000";
  private static final PairingCode CODE = new PairingCode("ABCD1234", Instant.EPOCH);

  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final ManualTimer time = new ManualTimer();
  private final ConnectPacer pacer = new ConnectPacer(time.clock(), 80, 80);
  private final AccountRig rig = new AccountRig("alice", pool, time, pacer);

  @Test
  void requestGoesToTheStreamAndItsCodeComesBack() {
    CompletableFuture<PairingCode> code = ask();

    asked().outcome().complete(CODE);
    rig.drain();

    assertThat(asked().request().phone().user()).isEqualTo(PHONE);
    assertThat(code).isCompletedWithValue(CODE);
  }

  @Test
  void refusalOfTheServerIsTypedAsItIs() {
    CompletableFuture<PairingCode> code = ask();

    asked().outcome().completeExceptionally(new RequestRejectedException(429, "rate-overlimit"));
    rig.drain();

    assertThatThrownBy(code::join).hasCauseInstanceOf(RequestRejectedException.class);
  }

  @Test
  void requestThatComesBeforeTheFirstStreamWaitsForIt() {
    AccountRig fresh = new AccountRig("bob", new ArrayDeque<>(), time, pacer);
    fresh.connection.disconnect();
    fresh.drain();
    int before = fresh.streams.count();

    fresh.connection.connect();
    CompletionStage<PairingCode> code = fresh.connection.requestPairingCode(PHONE);
    fresh.drain();

    assertThat(fresh.streams.count()).isEqualTo(before + 1);
    assertThat(fresh.streams.last().codes).hasSize(1);
    assertThat(code.toCompletableFuture()).isNotDone();
  }

  @Test
  void eventsOfTheStreamAreTold() {
    rig.streams.last().code(CODE);
    rig.streams.last().codeEnd(PairingCodeEnd.EXPIRED);
    rig.drain();

    assertThat(rig.events)
        .contains(new PairingCodeIssued(CODE), new PairingCodeEnded(PairingCodeEnd.EXPIRED));
    assertThat(rig.events.toString()).doesNotContain(CODE.code());
  }

  @Test
  void offlineAccountAsksForNoCode() {
    rig.connection.disconnect();
    rig.drain();

    CompletableFuture<PairingCode> code = ask();

    assertThatThrownBy(code::join)
        .hasCauseInstanceOf(NotConnectedException.class)
        .hasMessageContaining("stopped");
  }

  @Test
  void expiredPairingSaysWhatToDo() {
    rig.end(new DisconnectReason.PairingExpired());

    assertThatThrownBy(ask()::join)
        .hasCauseInstanceOf(NotConnectedException.class)
        .hasMessageContaining("pairing-expired: connect it");
    rig.connect();
    ask();
    assertThat(rig.streams.last().codes).hasSize(1);
  }

  @Test
  void accountThatWaitsForItsNextAttemptAsksForNoCode() {
    rig.end(new DisconnectReason.NetworkLost("refused"));

    assertThatThrownBy(ask()::join).hasMessageContaining("disconnected");
  }

  @Test
  void waitingRequestFailsWhenThereWillBeNoStream() {
    AccountRig late = inLine();
    CompletableFuture<PairingCode> first = ask(late);
    CompletableFuture<PairingCode> second = ask(late);
    assertThatThrownBy(first::join).hasCauseInstanceOf(SupersededException.class);
    assertThat(second).isNotDone();

    late.connection.disconnect();
    late.drain();

    assertThatThrownBy(second::join).hasCauseInstanceOf(NotConnectedException.class);
  }

  @Test
  void waitingRequestIsAskedWhenTheTurnComes() {
    AccountRig late = inLine();
    ask(late);

    late.pass(Duration.ofSeconds(2));

    assertThat(late.streams.last().codes).hasSize(1);
  }

  // An account whose turn to connect comes in a second.
  private AccountRig inLine() {
    ConnectPacer slow = new ConnectPacer(time.clock(), 1, 1);
    slow.next();
    AccountRig late = new AccountRig("bob", pool, time, slow);
    assertThat(late.streams.count()).isZero();
    return late;
  }

  @Test
  void pairedAccountNeedsNoCode() {
    rig.streams.last().pair();
    rig.drain();
    rig.end(new DisconnectReason.RestartRequired());
    rig.login();
    assertThat(rig.connection.state()).isEqualTo(ConnectionState.ONLINE);

    assertThatThrownBy(ask()::join).hasCauseInstanceOf(AlreadyPairedException.class);
    rig.connection.disconnect();
    rig.drain();
    assertThatThrownBy(ask()::join).hasCauseInstanceOf(AlreadyPairedException.class);
  }

  @Test
  void crashFailsWhatIsAskedForAndTheNextConnectionTakesRequests() {
    CompletableFuture<PairingCode> code = ask();
    AccountConnection dead = rig.connection;

    rig.crash();

    assertThatThrownBy(code::join).hasCauseInstanceOf(CrashedException.class);
    assertThatThrownBy(dead.requestPairingCode(PHONE).toCompletableFuture()::join)
        .hasCauseInstanceOf(StaleConnectionException.class);
    rig.connect();
    ask();
    assertThat(rig.streams.last().codes).hasSize(1);
  }

  @Test
  void wrongNumberOrCodeIsTheCallersMistake() {
    assertThatThrownBy(() -> rig.connection.requestPairingCode("12"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rig.connection.requestPairingCode(PHONE, "OOOOOOOO"))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("OOOOOOOO"));
  }

  private FakeStreams.Stream.CodeAsked asked() {
    return rig.streams.last().codes.get(0);
  }

  private CompletableFuture<PairingCode> ask() {
    return ask(rig);
  }

  private static CompletableFuture<PairingCode> ask(AccountRig rig) {
    CompletionStage<PairingCode> code = rig.connection.requestPairingCode(PHONE);
    rig.drain();
    return code.toCompletableFuture();
  }
}
