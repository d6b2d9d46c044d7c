package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.CrashedException;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.Event;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.Senders;
import org.amarula.storage.MemoryStorage;
import org.amarula.supervision.internal.FakeMessengers;
import org.amarula.supervision.internal.FakeStreams;
import org.amarula.supervision.internal.ManualTimer;
import org.amarula.supervision.internal.lane.SerialLane;

/** One account on a queue that runs when told to, with time that stands still. */
final class AccountRig {
  final FakeStreams streams = new FakeStreams();
  final FakeMessengers messengers = new FakeMessengers();
  final List<Event> events = new ArrayList<>();
  final Wanted wanted = new Wanted(true);
  final ConnectionSettings settings;
  final Endurance endurance = new Endurance(1000);
  AccountConnection connection;

  private final Queue<Runnable> pool;
  private final ManualTimer time;
  private final ConnectPacer pacer;

  AccountRig(String profile, Queue<Runnable> pool, ManualTimer time, ConnectPacer pacer) {
    this.settings = ConnectionSettings.of(profile);
    this.pool = pool;
    this.time = time;
    this.pacer = pacer;
    build();
    connection.start();
    drain();
  }

  private void build() {
    CompletionStage<Void> before =
        connection == null ? CompletableFuture.completedFuture(null) : connection.gone();
    SerialLane lane = new SerialLane(pool::add, failure -> {});
    connection = new AccountConnection(parts(before), lane, sink -> messenger(sink, lane));
  }

  /** The connection child crashes, and its supervisor builds another one. */
  void crash() {
    replace();
    connection.start();
    drain();
  }

  /** As {@link #crash}, but the new one is not started yet. */
  void replace() {
    endurance.allows(time.clock().instant());
    connection.revoke();
    connection.fence(new CrashedException("connection"));
    drain();
    build();
  }

  void login() {
    streams.last().login();
    drain();
  }

  void end(org.amarula.api.state.DisconnectReason reason) {
    streams.last().end(reason);
    drain();
  }

  void connect() {
    connection.connect();
    drain();
  }

  void pass(Duration span) {
    time.advance(span);
    drain();
  }

  void drain() {
    Runnable turn = pool.poll();
    while (turn != null) {
      turn.run();
      turn = pool.poll();
    }
  }

  List<ConnectionState> states() {
    return changes().stream().map(StateChanged::state).toList();
  }

  /** When the next attempt is made, as it was told last. */
  Instant retryAt() {
    List<StateChanged> changes = changes();
    return changes.get(changes.size() - 1).retryAt().orElseThrow();
  }

  private List<StateChanged> changes() {
    return events.stream()
        .filter(StateChanged.class::isInstance)
        .map(StateChanged.class::cast)
        .toList();
  }

  private AccountParts parts(CompletionStage<Void> before) {
    return new AccountParts(
        InstanceId.mint(),
        settings,
        streams,
        messengers.accounts(settings.profile()),
        messengers.accounts(settings.profile()),
        events::add,
        wanted,
        endurance,
        new CrashMarks(new MemoryStorage().open(settings.profile()), time.clock()),
        before,
        () -> {},
        pool::add,
        pool::add,
        time,
        time.clock(),
        () -> 0.5,
        pacer);
  }

  private Messenger messenger(EventSink sink, SerialLane lane) {
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
