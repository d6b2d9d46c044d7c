package org.amarula.messaging.internal.send;

import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.content.ContentWriter;
import org.amarula.messaging.internal.link.Link;
import org.amarula.proto.message.Message;

/**
 * A message before it is addressed.
 *
 * @param id its id
 * @param content what it says
 * @param secret 32 random bytes, the message's secret (spec/signal.md 5.7)
 * @param millis its time
 */
public record Draft(String id, Content content, Bytes secret, long millis) {
  /**
   * The Message.
   *
   * @param named an account as the chat names accounts
   * @throws UnsendableException when content of this kind, or about this target, cannot be sent
   */
  Message message(Link link, Jid chat, UnaryOperator<Jid> named) {
    try {
      return new ContentWriter(link.own(), chat, named, millis, secret).write(content);
    } catch (IllegalArgumentException e) {
      throw new UnsendableException(e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "Draft[" + id + "]";
  }
}
