package org.amarula.stack;

import static org.amarula.api.state.ConnectionState.CONNECTING;
import static org.amarula.api.state.ConnectionState.HANDSHAKING;
import static org.amarula.api.state.ConnectionState.LOGGING_IN;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;

/**
 * One row of spec/transport.md 6.6, 6.7 or 10: what the server does to a linked account, and what
 * must come of it.
 *
 * @param place where the fault hits
 * @param type the fault
 * @param fields its fields
 * @param count how often it is armed
 * @param reason what the account tells
 * @param next what it does then
 * @param silent whether time has to pass before anything is noticed
 */
record EndRow(
    Place place,
    FaultType type,
    Map<String, String> fields,
    int count,
    Class<? extends DisconnectReason> reason,
    Next next,
    boolean silent) {

  /** Where a fault hits, and the states until then. */
  enum Place {
    UPGRADE(CONNECTING),
    HANDSHAKE(CONNECTING, HANDSHAKING),
    LOGIN(CONNECTING, HANDSHAKING, LOGGING_IN),
    LIVE();

    private final List<ConnectionState> before;

    Place(ConnectionState... before) {
      this.before = List.of(before);
    }

    List<ConnectionState> before() {
      return before;
    }
  }

  /** What is done next. */
  enum Next {
    AT_ONCE,
    BACKOFF,
    SLOWLY,
    ONCE,
    AFTER_BAN,
    WAIT,
    WIPED
  }

  static EndRow of(
      Place place,
      FaultType type,
      Map<String, String> fields,
      Class<? extends DisconnectReason> reason,
      Next next) {
    return new EndRow(place, type, fields, 1, reason, next, false);
  }

  EndRow times(int often) {
    return new EndRow(place, type, fields, often, reason, next, silent);
  }

  EndRow silently() {
    return new EndRow(place, type, fields, count, reason, next, true);
  }

  /** The fault for this account, where it can be told apart. */
  Fault fault(String phone) {
    Map<String, String> all = new HashMap<>(fields);
    if (type.matches().contains("account")) {
      all.put("account", phone);
    }
    return Fault.once(type, all);
  }

  @Override
  public String toString() {
    return type.text() + fields + " -> " + reason.getSimpleName() + ", " + next;
  }
}
