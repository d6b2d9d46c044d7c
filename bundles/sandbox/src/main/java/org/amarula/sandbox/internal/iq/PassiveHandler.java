package org.amarula.sandbox.internal.iq;

import java.time.Duration;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code passive}: the client is ready for what waits, or not (spec transport.md 9, step 3). */
public final class PassiveHandler implements StanzaHandler {
  /** One open client never asks for its queue; it gets it after this. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Post post;
  private final Lane lane;

  /** Acts on the sessions of this post. */
  public PassiveHandler(Post post, Lane lane) {
    this.post = post;
    this.lane = lane;
  }

  @Override
  public void handle(Party from, Node iq) {
    boolean active = iq.child("active").isPresent();
    if (!active) {
      iq.requireChild("passive");
    }
    from.send(Answers.result(iq));
    post.session(from.device()).ifPresent(session -> apply(session, active));
  }

  private void apply(Session session, boolean active) {
    if (!active) {
      session.passivate();
    } else if (session.activate()) {
      lane.schedule(PATIENCE, session::flush);
    }
  }
}
