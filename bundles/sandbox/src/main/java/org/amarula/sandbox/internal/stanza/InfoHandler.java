package org.amarula.sandbox.internal.stanza;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code ib}: asks for the queue; telemetry is ignored (spec transport.md 11). */
public final class InfoHandler implements StanzaHandler {
  private final Post post;

  /** Flushes the sessions of this post. */
  public InfoHandler(Post post) {
    this.post = post;
  }

  @Override
  public void handle(Party from, Node ib) {
    if (ib.child("offline_batch").isPresent()) {
      post.session(from.device()).ifPresent(Session::flush);
    }
  }
}
