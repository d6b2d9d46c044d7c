package org.amarula.sandbox.internal.server;

import java.time.Duration;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StreamErrors;

/** The faults that hit a session as such, at once or right after its login. On the lane. */
final class LiveFaults {
  /** An announced attribute list that no bytes follow: no node (spec transport.md 4.5). */
  private static final byte[] NO_NODE = {0, (byte) 0xF8, 9, 1};

  private final FaultBoard board;
  private final Notices notices;

  LiveFaults(FaultBoard board, Notices notices) {
    this.board = board;
    this.notices = notices;
  }

  /** Makes all armed faults that fit this session. */
  void hit(Session session) {
    for (FaultType type : FaultType.values()) {
      if (type.immediate() && session.link().isOpen()) {
        Optional<Fault> fault = board.take(type, session.device().facts());
        fault.ifPresent(taken -> make(taken, session));
      }
    }
  }

  private void make(Fault fault, Session session) {
    switch (fault.type()) {
      case DROP:
        session.link().cut();
        break;
      case CLOSE_CODE:
        session.link().close(Integer.parseInt(fault.shape("code", "1011")));
        break;
      case STREAM_ERROR:
        session.end(
            StreamErrors.of(
                fault.shape("code", ""), fault.shape("conflict", ""), fault.shape("child", "")));
        break;
      case STREAM_END:
        session.end(Node.of("xmlstreamend"));
        break;
      case STOP_READING:
        session.link().stopReading();
        break;
      case DRIP:
        session.link().drip(Duration.ofMillis(Long.parseLong(fault.shape("ms", "1000"))));
        break;
      case BLACK_HOLE:
        session.link().goDeaf();
        break;
      case BAD_FRAME:
        session.link().sendGarbage();
        break;
      case BAD_NODE:
        for (int left = Integer.parseInt(fault.shape("times", "1")); left > 0; left--) {
          session.link().sendPlain(NO_NODE);
        }
        break;
      default:
        notices.keysLow(session.device(), fault.shape("value", "3"));
        break;
    }
  }
}
