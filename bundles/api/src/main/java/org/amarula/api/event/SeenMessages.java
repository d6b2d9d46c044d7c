package org.amarula.api.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that a consumer has dealt with, to tell repetitions. It remembers each for 14 days,
 * the time for which the inbox keeps a message, and at most so many as it was made for: over that
 * the oldest are forgotten. It lives in memory: a consumer that must not act twice after a restart
 * either keeps {@link MessageKey#text} in its own store.
 *
 * <p>Ask {@link #firstTime} before acting, and {@link #forget} when acting failed, so that the
 * message is dealt with when it is given again. Thread-safe.
 */
public final class SeenMessages {
  /** For how long a message is remembered. */
  public static final Duration KEPT = Duration.ofDays(14);

  private final Clock clock;
  private final int capacity;
  private final Map<MessageKey, Instant> seen = new LinkedHashMap<>(); // guarded by this

  /** A memory for at most {@code capacity} messages. */
  public SeenMessages(int capacity) {
    this(capacity, Clock.systemUTC());
  }

  /** The same with a clock of one's own. */
  public SeenMessages(int capacity, Clock clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("A memory holds at least one message.");
    }
    this.capacity = capacity;
    this.clock = clock;
  }

  /** Whether the message was not noted before; notes it. */
  public synchronized boolean firstTime(MessageReceived message) {
    Instant now = clock.instant();
    expire(now);
    if (seen.putIfAbsent(MessageKey.of(message), now) != null) {
      return false;
    }
    if (seen.size() > capacity) {
      Iterator<MessageKey> oldest = seen.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  /** Takes a note back: the message was not dealt with after all. */
  public synchronized void forget(MessageReceived message) {
    seen.remove(MessageKey.of(message));
  }

  /** How many messages are remembered. */
  public synchronized int size() {
    return seen.size();
  }

  private void expire(Instant now) {
    Iterator<Instant> times = seen.values().iterator();
    while (times.hasNext() && times.next().plus(KEPT).isBefore(now)) {
      times.remove();
    }
  }
}
