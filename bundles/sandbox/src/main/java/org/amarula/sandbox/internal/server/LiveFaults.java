package org.amarula.sandbox.internal.server;

import java.util.Optional;
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
      case STREAM_ERROR:
        String code = fault.shape("code", "503");
        String conflict = fault.shape("conflict", "");
        session.end(
            conflict.isEmpty() ? StreamErrors.code(code) : StreamErrors.conflict(code, conflict));
        break;
      case BLACK_HOLE:
        session.link().goDeaf();
        break;
      case BAD_FRAME:
        session.link().sendGarbage();
        break;
      case BAD_NODE:
        session.link().sendPlain(NO_NODE);
        break;
      default:
        notices.keysLow(session.device(), fault.shape("value", "3"));
        break;
    }
  }
}
