package org.amarula.testing;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.storage.Storage;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.supervision.PlainConnections;

/**
 * The whole client without OSGi: the same connection factory that the bundles register, for tests
 * and plain programs. Thread-safe; ends with {@link #close()}, after which no thread of its own is
 * left. The storage stays the caller's.
 *
 * <pre>{@code
 * try (Amarula amarula = Amarula.builder(new MemoryStorage()).build()) {
 *   amarula.addListener(new EchoBot(), "alice");
 *   amarula.factory().start(ConnectionSettings.of("alice"));
 * }
 * }</pre>
 */
public final class Amarula implements AutoCloseable {
  private final StreamOpeners streams;
  private final PlainConnections connections;

  private Amarula(Builder builder) {
    if (builder.timer == null) {
      streams = StreamOpeners.create(builder.clock);
      connections = PlainConnections.over(streams, Messengers.create(), builder.storage);
    } else {
      streams = StreamOpeners.create(builder.clock, builder.timer);
      connections =
          PlainConnections.over(
              streams, Messengers.create(), builder.storage, builder.clock, builder.timer);
    }
  }

  /** A client over this storage. */
  public static Builder builder(Storage storage) {
    return new Builder(storage);
  }

  /** Starts and stops accounts. */
  public ConnectionFactory factory() {
    return connections.factory();
  }

  /** Adds an observer of one profile, or of all by {@code *}. */
  public void addListener(ConnectionListener listener, String profile) {
    connections.addListener(listener, profile);
  }

  /**
   * Adds a durable subscriber of one profile, or of all by {@code *}.
   *
   * @param subscription its name, see {@link ConnectionListener#SUBSCRIPTION}
   */
  public void addListener(ConnectionListener listener, String profile, String subscription) {
    connections.addListener(listener, profile, subscription);
  }

  /** Removes a listener. */
  public void removeListener(ConnectionListener listener) {
    connections.removeListener(listener);
  }

  /** Stops all accounts and ends the threads; bounded in time. */
  @Override
  public void close() {
    connections.close();
    streams.close();
  }

  /** Puts a client together. */
  public static final class Builder {
    private final Storage storage;
    private Clock clock = Clock.systemUTC();
    private ScheduledExecutorService timer;

    private Builder(Storage storage) {
      this.storage = requireNonNull(storage, "storage");
    }

    /**
     * Lives by another time.
     *
     * @param otherClock tells the time
     * @param otherTimer measures all waits; it stays the caller's to shut down
     */
    public Builder time(Clock otherClock, ScheduledExecutorService otherTimer) {
      clock = requireNonNull(otherClock, "clock");
      timer = requireNonNull(otherTimer, "timer");
      return this;
    }

    /** The client; no account runs yet. */
    public Amarula build() {
      return new Amarula(this);
    }
  }
}
