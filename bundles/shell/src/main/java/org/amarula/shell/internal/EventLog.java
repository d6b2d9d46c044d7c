package org.amarula.shell.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.osgi.service.component.annotations.Component;

/**
 * The latest events of each account, for commands that print what there is. An observer: it
 * confirms nothing, and holds a bounded number. Thread-safe.
 */
@Component(
    service = {EventLog.class, ConnectionListener.class},
    immediate = true,
    property = ConnectionListener.PROFILE + "=*")
public final class EventLog implements ConnectionListener {
  private static final int KEPT = 200;

  private final Map<Profile, Deque<Entry>> logs = new HashMap<>(); // guarded by this
  private long last; // guarded by this

  /**
   * One event.
   *
   * @param number grows with each event of all accounts
   * @param line its JSON and text form
   */
  record Entry(long number, Event event, EventLine line) {}

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    Profile profile = connection.profile();
    EventLine line = EventLine.of(profile, connection.instanceId(), event);
    synchronized (this) {
      Deque<Entry> log = logs.computeIfAbsent(profile, p -> new ArrayDeque<>());
      log.add(new Entry(++last, event, line));
      if (log.size() > KEPT) {
        log.remove();
      }
      notifyAll();
    }
    return CompletableFuture.completedFuture(null);
  }

  /** The events of an account after the one numbered {@code after}, oldest first. */
  synchronized List<Entry> since(Profile profile, long after) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : logs.getOrDefault(profile, new ArrayDeque<>())) {
      if (entry.number() > after) {
        found.add(entry);
      }
    }
    return found;
  }

  /** The code that can be scanned now, if the account is pairing. */
  Optional<PairingQr> currentQr(Profile profile) {
    PairingQr current = null;
    for (Entry entry : since(profile, 0)) {
      if (entry.event() instanceof PairingQr qr) {
        current = qr;
      } else if (entry.event() instanceof StateChanged change
          && change.state() != ConnectionState.PAIRING) {
        current = null; // a code dies with its connection
      }
    }
    return Optional.ofNullable(current);
  }

  /** Waits until {@code condition} gives a value; looks anew after each event. */
  <T> Optional<T> await(Duration patience, Supplier<Optional<T>> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long seen = lastNumber();
      Optional<T> value = condition.get();
      if (value.isPresent()) {
        return value;
      }
      synchronized (this) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return Optional.empty();
        }
        if (last == seen) {
          wait(left);
        }
      }
    }
  }

  private synchronized long lastNumber() {
    return last;
  }
}
