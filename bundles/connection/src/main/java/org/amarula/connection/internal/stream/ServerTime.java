package org.amarula.connection.internal.stream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.amarula.codec.Node;

/** What is known of times: the server's clock, and when it was last heard. Read by any thread. */
final class ServerTime {
  private static final long LATEST = 253_402_300_799L; // the year 9999

  private final Clock clock;
  private volatile Duration offset = Duration.ZERO;
  private volatile Instant heard = Instant.MIN;

  ServerTime(Clock clock) {
    this.clock = clock;
  }

  void frameReceived() {
    heard = clock.instant();
  }

  /** Takes the attribute {@code t}, in seconds, for the server's time; ours when it is missing. */
  Instant learn(Node stanza) {
    Instant now = clock.instant();
    OptionalLong seconds = stanza.numberAttribute("t");
    if (seconds.isEmpty() || seconds.getAsLong() <= 0 || seconds.getAsLong() > LATEST) {
      return now;
    }
    Instant server = Instant.ofEpochSecond(seconds.getAsLong());
    offset = Duration.between(now, server);
    return server;
  }

  Duration offset() {
    return offset;
  }

  Optional<Instant> lastReceived() {
    Instant last = heard;
    return last.equals(Instant.MIN) ? Optional.empty() : Optional.of(last);
  }
}
