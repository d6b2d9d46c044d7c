package org.amarula.messaging;

import org.amarula.api.instance.Outbox;

/**
 * The outbox of one profile, on its storage: the durable messages that the server has not
 * acknowledged. Lives as long as the instance, so that a crash of the connection disturbs nothing
 * that waits in it. Thread-safe.
 */
public interface ProfileOutbox extends Outbox {
  /**
   * Begins no try any more and accepts nothing; who waits for a message that is stored is told
   * that. The storage stays open.
   */
  void close();
}
