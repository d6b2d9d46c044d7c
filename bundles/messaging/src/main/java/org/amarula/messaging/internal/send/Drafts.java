package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.MessageId;

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

  /** Content with an id and a secret of its own. */
  Draft of(Link link, Content content) {
    return new Draft(id(link), content, Bytes.wrap(random(32)), clock.millis());
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
