package org.amarula.sandbox.internal.iq;

import java.time.Clock;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code w:p}: the client's ping (spec transport.md 6.3). */
public final class PingHandler implements StanzaHandler {
  private final Clock clock;

  /** Answers with this clock's seconds. */
  public PingHandler(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node iq) {
    from.send(Answers.resultOf(iq).attribute("t", clock.instant().getEpochSecond()).build());
  }
}
