package org.amarula.messaging;

import org.amarula.api.instance.Outbox;

/**
 * The outbox of one profile, on its storage: the durable messages that the server has not
 * acknowledged. Lives as long as the instance, so that a crash of the connection disturbs nothing
 * that waits in it. Thread-safe.
 */
public interface ProfileOutbox extends Outbox {
  /**
   * How many of the messages that wait are with no sender: those whose try runs, or whose answer is
   * being written, are left out. A figure that is kept, so that it costs nothing to ask.
   */
  int stored();

  /**
   * Begins no try any more and accepts nothing; who waits for a message that is stored is told
   * that. The storage stays open.
   */
  void close();
}
