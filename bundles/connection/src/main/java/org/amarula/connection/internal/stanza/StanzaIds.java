package org.amarula.connection.internal.stanza;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ids of the form {@code P.Q-N} (spec/transport.md 6.1). P and Q are drawn for each stream, so that
 * an answer to an earlier stream cannot be taken for one of ours. Thread-safe.
 */
public final class StanzaIds {
  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /** Draws P and Q. */
  public StanzaIds(RandomGenerator random) {
    prefix = random.nextInt(1 << 16) + "." + random.nextInt(1 << 16) + "-";
  }

  /** An id that was not given out before. */
  public String next() {
    return prefix + count.incrementAndGet();
  }
}
