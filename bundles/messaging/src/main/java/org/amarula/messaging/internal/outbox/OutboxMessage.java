package org.amarula.messaging.internal.outbox;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;

/**
 * A message of the outbox as it is sent, the same in each try.
 *
 * @param id its id
 * @param to the account or group, or status
 * @param audience of a status; empty else
 * @param content what it says
 * @param secret 32 random bytes, the message's secret (spec/signal.md 5.7)
 * @param millis when it was accepted
 */
public record OutboxMessage(
    String id, Jid to, List<Jid> audience, Content content, Bytes secret, long millis) {
  @Override
  public String toString() {
    return "OutboxMessage[" + id + " to " + to.redacted() + "]";
  }
}
