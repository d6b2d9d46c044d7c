package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.content.ContentWriter;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.MessageId;
import org.amarula.proto.message.Message;

/** New messages: their ids, secrets and times. Thread-safe. */
final class Drafts {
  private final SecureRandom random;
  private final Clock clock;

  Drafts(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** An id that no other message has. */
  String id(Link link) {
    return MessageId.of(clock.instant().getEpochSecond(), link.own().pn().user(), random(16));
  }

  /** Content as a Message with a secret of its own. */
  Message message(Link link, Jid chat, UnaryOperator<Jid> named, Content content) {
    return new ContentWriter(link.own(), chat, named, clock.millis(), Bytes.wrap(random(32)))
        .write(content);
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
