package org.amarula.itests.karaf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.Paired;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;

/** Remembers the events of an account and waits for some. Thread-safe. */
final class Watching implements ConnectionListener {
  private static final long PATIENCE_SECONDS = 60;

  private final List<Event> events = new ArrayList<>();

  @Override
  public synchronized CompletionStage<Void> onEvent(Connection connection, Event event) {
    events.add(event);
    notifyAll();
    return CompletableFuture.completedStage(null);
  }

  String awaitQr() throws InterruptedException {
    return ((PairingQr) await(event -> event instanceof PairingQr)).qr();
  }

  void awaitState(ConnectionState state) throws InterruptedException {
    await(event -> event instanceof StateChanged change && change.state() == state);
  }

  MessageReceived awaitText(String text) throws InterruptedException {
    Predicate<Event> wanted =
        event ->
            event instanceof MessageReceived message
                && message.content() instanceof Text said
                && said.text().equals(text);
    return (MessageReceived) await(wanted);
  }

  synchronized boolean sawQr() {
    return events.stream().anyMatch(event -> event instanceof PairingQr);
  }

  synchronized int stateChanges() {
    return (int) events.stream().filter(event -> event instanceof StateChanged).count();
  }

  synchronized int pairings() {
    return (int) events.stream().filter(event -> event instanceof Paired).count();
  }

  private synchronized Event await(Predicate<Event> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      for (Event event : events) {
        if (wanted.test(event)) {
          return event;
        }
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new AssertionError("It did not come; there was: " + events);
      }
      wait(millis);
    }
  }
}
