package org.amarula.messaging;

import java.time.Duration;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.instance.RetryCache;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;

/**
 * The sent messages that are kept for devices that ask again (spec/signal.md 7.6). Outlives a crash
 * of the connection; an entry that cannot be read is dropped and reported, never thrown at the
 * reader. Thread-safe.
 */
public interface SentMessages extends RetryCache {
  /** Adds the row of one message, and the removal of rows over the bounds, to {@code batch}. */
  void remember(Batch.Builder batch, Jid chat, String id, Bytes message);

  /** The serialized Message that was sent under this id to this chat. */
  Optional<Bytes> find(Jid chat, String id);

  /**
   * Whether a kept message may go to devices that it missed: it was first sent at most so long ago,
   * and did not go again yet (spec/signal.md 6.6).
   */
  boolean mayGoAgain(Jid chat, String id, Duration within);

  /**
   * Adds to {@code batch} that a message goes to devices that it missed; false when it did so
   * before, or is not kept. Counts at once, whatever becomes of the batch.
   */
  boolean goesAgain(Batch.Builder batch, Jid chat, String id, Bytes message);

  /** Counts and returns the answers given to one device for one message, this one included. */
  int countAnswer(String id, Jid device);
}
