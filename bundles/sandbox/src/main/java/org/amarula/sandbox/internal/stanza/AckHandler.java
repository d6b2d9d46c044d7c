package org.amarula.sandbox.internal.stanza;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answered;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code ack}: what it names need not be repeated (spec transport.md 6.9). */
public final class AckHandler implements StanzaHandler {
  private final Post post;
  private final Ledger ledger;

  /** Acknowledges stanzas of this post. */
  public AckHandler(Post post, Ledger ledger) {
    this.post = post;
    this.ledger = ledger;
  }

  @Override
  public void handle(Party from, Node ack) {
    ledger.count(Tally.ACKS);
    String tag = ack.requireAttribute("class");
    String id = ack.requireAttribute("id");
    AnswerRules.checkAck(ledger, from.device(), ack);
    Answered how = post.answered(from.device(), tag, id);
    // A failed message is asked for again and acknowledged (spec signal.md 7.5): one answer.
    AnswerRules.check(ledger, from.device(), tag, id, how);
  }
}
