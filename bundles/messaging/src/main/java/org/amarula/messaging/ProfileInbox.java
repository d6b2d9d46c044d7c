package org.amarula.messaging;

import org.amarula.api.instance.Inbox;

/**
 * The inbox of one profile, on its storage: what was received, and a cursor for each durable
 * subscription. Lives as long as the instance, so that a crash of the connection disturbs nobody
 * who reads from it. Thread-safe.
 */
public interface ProfileInbox extends Inbox {
  /**
   * A listener of this subscription has come; the subscription is known from now on. What waits for
   * it is given to it, flagged as redelivered, when the account is online.
   */
  void attach(String subscription);

  /** The listener has gone: what it has not confirmed waits for the next. */
  void detach(String subscription);

  /** Writes what is not written yet and tells nobody any more. The storage stays open. */
  void close();
}
