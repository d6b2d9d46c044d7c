package org.amarula.api.instance;

import java.time.Instant;
import java.util.Locale;
import org.amarula.api.jid.Jid;

/**
 * One message of the outbox.
 *
 * @param id the id under which it is sent
 * @param chat whom it is for
 * @param kind the kind of its content, for instance {@code text}
 * @param state what it does
 * @param tries how often it was tried in vain
 * @param storedAt when it was accepted, or asked for again
 * @param problem what went wrong the last time, in one sentence; empty when nothing did
 */
public record OutboxEntry(
    String id, Jid chat, String kind, State state, int tries, Instant storedAt, String problem) {
  /** What a message does. */
  public enum State {
    /** It waits for the account to be online, for its turn, or for the next try. */
    WAITING,
    /** It is being sent. */
    SENDING,
    /** It was tried in vain too often and waits for somebody who asks for it again. */
    PARKED;

    /** The name as users see it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return "OutboxEntry[" + id + " to " + chat.redacted() + ", " + state.text() + "]";
  }
}
