package org.amarula.supervision.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.amarula.api.CrashedException;
import org.amarula.api.InstanceId;
import org.amarula.api.NotConnectedException;
import org.amarula.api.Profile;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.Paired;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.state.Recovery;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.Senders;
import org.amarula.storage.MemoryStorage;
import org.amarula.supervision.internal.FakeMessengers;
import org.amarula.supervision.internal.FakeStreams;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.lane.SerialLane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountConnectionTest {
  private static final Jid FRIEND = Jid.ofPhone("15550002");

  private final Queue<Runnable> pool = new ArrayDeque<>();
  private final ManualTimer time = new ManualTimer();
  private final FakeStreams streams = new FakeStreams();
  private final FakeMessengers messengers = new FakeMessengers();
  private final List<Event> events = new ArrayList<>();
  private final List<Throwable> crashes = new ArrayList<>();
  private final Wanted wanted = new Wanted(true);
  private CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
  private final ConnectionSettings settings = ConnectionSettings.of("alice");
  private final SerialLane lane = new SerialLane(pool::add, crashes::add);
  private final AccountConnection connection =
      new AccountConnection(parts(), lane, sink -> messenger(sink));

  @Test
  void aNewAccountMakesCredentialsAndPairs() {
    boot();
    streams.last().qr("code");
    streams.last().pair();
    drain();
    streams.last().end(new DisconnectReason.RestartRequired());
    drain();
    streams.last().login();
    drain();

    assertThat(states())
        .containsExactly(
            ConnectionState.CONNECTING,
            ConnectionState.PAIRING,
            ConnectionState.DISCONNECTED,
            ConnectionState.CONNECTING,
            ConnectionState.LOGGING_IN,
            ConnectionState.ONLINE);
    assertThat(events).hasAtLeastOneElementOfType(PairingQr.class);
    assertThat(events).hasAtLeastOneElementOfType(Paired.class);
    assertThat(connection.ownAddress()).contains(Jid.of("15550001", 1, Jid.PN));
    assertThat(connection.ownLid()).hasValueSatisfying(lid -> assertThat(lid.isLid()).isTrue());
    assertThat(streams.last().credentials().paired()).isPresent();
    assertThat(streams.live()).isEqualTo(1);
  }

  @Test
  void aLostNetworkIsTriedAgainWithGrowingWaits() {
    boot();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.last().end(new DisconnectReason.NetworkLost("refused"));
      drain();
      Duration wait = time.waits().get(0);
      waits.add(wait);
      time.advance(wait);
      drain();
    }

    assertThat(waits).extracting(Duration::toMillis).containsExactly(2000L, 4000L, 8000L, 16000L);
    assertThat(streams.count()).isEqualTo(5);
    assertThat(streams.live()).isEqualTo(1);
  }

  @Test
  void theBackOffIsResetOnlyByAMinuteOnline() {
    boot();
    loseAfterOnline(Duration.ofSeconds(10));
    assertThat(time.waits()).first().isEqualTo(Duration.ofSeconds(2));
    time.advance(Duration.ofSeconds(2));
    drain();
    loseAfterOnline(Duration.ofSeconds(10));
    assertThat(time.waits()).first().isEqualTo(Duration.ofSeconds(4));
    time.advance(Duration.ofSeconds(4));
    drain();

    loseAfterOnline(Duration.ofSeconds(61));

    assertThat(streams.live()).as("the next attempt comes at once").isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("everyReason")
  void everyReasonLeadsWhereItsPolicySays(DisconnectReason reason) {
    boot();
    streams.last().login();
    drain();

    streams.last().end(reason);
    drain();

    boolean again =
        switch (reason.recovery()) {
          case RETRY_NOW, RETRY_WITH_BACKOFF, RETRY_SLOWLY, RETRY_ONCE, RETRY_AFTER_BAN -> true;
          default -> false;
        };
    time.advance(Duration.ofMinutes(6));
    drain();
    assertThat(streams.count()).as("attempts").isEqualTo(again ? 2 : 1);
    if (!again) {
      assertThat(connection.state()).isEqualTo(reason.state());
      assertThat(connection.lastReason()).contains(reason);
    }
    boolean wiped = reason.recovery() == Recovery.WIPE_AND_STOP;
    assertThat(messengers.log.contains("wipe")).isEqualTo(wiped);
  }

  static Stream<DisconnectReason> everyReason() {
    return Stream.of(
        new DisconnectReason.NetworkLost("x"),
        new DisconnectReason.TlsFailed("x"),
        new DisconnectReason.UnsupportedAccount("x"),
        new DisconnectReason.UpgradeRefused(503),
        new DisconnectReason.UpgradeRefused(403),
        new DisconnectReason.HandshakeFailed("x"),
        new DisconnectReason.CertificateRefused("x"),
        new DisconnectReason.StreamCorrupted("x"),
        new DisconnectReason.KeepAliveLost(),
        new DisconnectReason.RestartRequired(),
        new DisconnectReason.ServerClosed(),
        new DisconnectReason.StreamFailed("503"),
        new DisconnectReason.StreamSuspended("516"),
        new DisconnectReason.ServerUnavailable(503),
        new DisconnectReason.LoginRefused(400),
        new DisconnectReason.LoggedOut("401"),
        new DisconnectReason.Replaced(),
        new DisconnectReason.TemporarilyBanned(101, Instant.EPOCH),
        new DisconnectReason.Banned(403, ""),
        new DisconnectReason.Outdated(),
        new DisconnectReason.PairingExpired(),
        new DisconnectReason.PairingRefused("hmac-mismatch"),
        new DisconnectReason.StorageFailed("full"));
  }

  @Test
  void anAccountThatIsNotWantedOnlineWakesNobodyBeforeItIsAskedFor() {
    wanted.set(false);
    connection.start();

    assertThat(pool).isEmpty();
    assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);
    connection.connect();
    drain();
    assertThat(streams.count()).isEqualTo(1);
  }

  @Test
  void aSuccessorThatIsAskedForWaitsForTheOneBeforeIt() {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    before = gone;
    AccountConnection successor = new AccountConnection(parts(), lane, sink -> messenger(sink));
    successor.start();
    successor.connect();
    drain();
    assertThat(streams.count()).isZero();

    gone.complete(null);
    drain();

    assertThat(streams.count()).isEqualTo(1);
  }

  @Test
  void anAccountThatStaysOfflineKnowsItsStoredAddress() {
    boot();
    streams.last().pair();
    drain();
    Jid own = connection.ownAddress().orElseThrow();
    wanted.set(false);
    AccountConnection next = new AccountConnection(parts(), lane, sink -> messenger(sink));
    next.start();

    assertThat(pool).isEmpty();
    assertThat(next.ownAddress()).contains(own);
    messengers.accounts(Profile.of("alice")).unreadable = true;
    assertThat(next.ownAddress()).isEmpty();
    messengers.accounts(Profile.of("alice")).unreadable = false;
    assertThat(next.ownAddress()).contains(own);
  }

  @Test
  void theEndThatMayBeTriedOnceIsFinalTheSecondTime() {
    boot();
    streams.last().end(new DisconnectReason.StreamSuspended("516"));
    drain();
    time.advance(Duration.ofMinutes(1));
    drain();
    streams.last().end(new DisconnectReason.StreamSuspended("516"));
    drain();

    assertThat(connection.state()).isEqualTo(ConnectionState.GIVEN_UP);
    assertThat(streams.live()).isZero();
  }

  @Test
  void aFullDiskIsAReasonAndIsTriedAgain() {
    messengers.storageFails = true;
    boot();
    assertThat(connection.lastReason().orElseThrow().code()).isEqualTo("storage-failed");
    assertThat(streams.count()).isZero();

    messengers.storageFails = false;
    time.advance(Duration.ofSeconds(3));
    drain();

    assertThat(streams.count()).isEqualTo(1);
  }

  @Test
  void sendingBeforeLoginFailsAtOnce() {
    boot();

    assertThat(connection.send(FRIEND, new Text("hi")).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(NotConnectedException.class);
  }

  @Test
  void disconnectStopsAndConnectStartsAgain() {
    boot();
    streams.last().login();
    CompletionStage<Void> done = connection.disconnect();
    drain();
    assertThat(done.toCompletableFuture()).isCompleted();
    assertThat(connection.state()).isEqualTo(ConnectionState.STOPPED);

    time.advance(Duration.ofMinutes(10));
    drain();
    assertThat(streams.count()).isEqualTo(1);

    connection.connect();
    drain();
    assertThat(streams.count()).isEqualTo(2);
  }

  @Test
  void logoutUnlinksAndWipes() {
    boot();
    streams.last().login();
    drain();
    CompletionStage<Void> done = connection.logout();
    drain();

    assertThat(done.toCompletableFuture()).isCompleted();
    assertThat(connection.state()).isEqualTo(ConnectionState.LOGGED_OUT);
    assertThat(messengers.log).contains("unlink", "wipe");
  }

  @Test
  void aFencedHandleIsStaleInEveryMethod() {
    boot();
    connection.fence(new CrashedException("connection"));
    drain();

    assertThatThrownBy(connection::state).isInstanceOf(StaleConnectionException.class);
    assertThatThrownBy(connection::connect).isInstanceOf(StaleConnectionException.class);
    assertThatThrownBy(connection::events).isInstanceOf(StaleConnectionException.class);
    assertThat(connection.send(FRIEND, new Text("hi")).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StaleConnectionException.class);
    assertThat(connection.disconnect().toCompletableFuture()).isCompletedExceptionally();
    assertThat(connection.logout().toCompletableFuture()).isCompletedExceptionally();
    assertThat(streams.live()).isZero();
    assertThat(messengers.log).contains("close");
  }

  private void loseAfterOnline(Duration online) {
    streams.last().login();
    drain();
    time.advance(online);
    streams.last().end(new DisconnectReason.NetworkLost("reset"));
    drain();
  }

  private List<ConnectionState> states() {
    return events.stream()
        .filter(StateChanged.class::isInstance)
        .map(event -> ((StateChanged) event).state())
        .toList();
  }

  private void boot() {
    connection.start();
    drain();
  }

  private void drain() {
    Runnable turn = pool.poll();
    while (turn != null) {
      turn.run();
      turn = pool.poll();
    }
  }

  private AccountParts parts() {
    return new AccountParts(
        InstanceId.mint(),
        settings,
        streams,
        messengers.accounts(Profile.of("alice")),
        messengers.accounts(Profile.of("alice")),
        events::add,
        wanted,
        new Endurance(3),
        new CrashMarks(new MemoryStorage().open(Profile.of("alice")), time.clock()),
        before,
        () -> {},
        pool::add,
        pool::add,
        time,
        time.clock(),
        () -> 0.5,
        new ConnectPacer(time.clock(), 100, 100));
  }

  private Messenger messenger(EventSink sink) {
    Senders senders =
        new Senders() {
          @Override
          public <T> CompletionStage<T> run(Jid recipient, Supplier<CompletionStage<T>> task) {
            return task.get();
          }

          @Override
          public <T> CompletionStage<T> runAll(
              Collection<Jid> names, Supplier<CompletionStage<T>> task) {
            return task.get();
          }
        };
    return messengers.create(
        new MessengerContext(
            settings,
            null,
            null,
            null,
            senders,
            null,
            null,
            null,
            sink,
            lane,
            pool::add,
            time,
            time.clock()));
  }
}
