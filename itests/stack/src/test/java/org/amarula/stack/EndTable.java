package org.amarula.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.state.DisconnectReason.Banned;
import org.amarula.api.state.DisconnectReason.CertificateRefused;
import org.amarula.api.state.DisconnectReason.HandshakeFailed;
import org.amarula.api.state.DisconnectReason.KeepAliveLost;
import org.amarula.api.state.DisconnectReason.LoggedOut;
import org.amarula.api.state.DisconnectReason.LoginRefused;
import org.amarula.api.state.DisconnectReason.NetworkLost;
import org.amarula.api.state.DisconnectReason.Replaced;
import org.amarula.api.state.DisconnectReason.RestartRequired;
import org.amarula.api.state.DisconnectReason.ServerClosed;
import org.amarula.api.state.DisconnectReason.ServerUnavailable;
import org.amarula.api.state.DisconnectReason.StreamCorrupted;
import org.amarula.api.state.DisconnectReason.StreamFailed;
import org.amarula.api.state.DisconnectReason.StreamSuspended;
import org.amarula.api.state.DisconnectReason.TemporarilyBanned;
import org.amarula.api.state.DisconnectReason.UnsupportedAccount;
import org.amarula.api.state.DisconnectReason.UpgradeRefused;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.stack.EndRow.Next;
import org.amarula.stack.EndRow.Place;

/** All rows, written from the spec and not from the code. */
final class EndTable {
  private final List<EndRow> rows = new ArrayList<>();

  private EndTable() {}

  static List<EndRow> rows() {
    EndTable table = new EndTable();
    table.sockets();
    table.streamErrors();
    table.silence();
    table.failures();
    table.beforeLogin();
    return table.rows;
  }

  /** transport.md 10: TCP, TLS or WebSocket error or close, xmlstreamend, GCM failure. */
  private void sockets() {
    live(FaultType.DROP, Map.of(), NetworkLost.class, Next.BACKOFF);
    for (String code : List.of("1000", "1001")) {
      live(FaultType.CLOSE_CODE, Map.of("code", code), ServerClosed.class, Next.BACKOFF);
    }
    for (String code : List.of("1002", "1008", "1011", "1012", "1013", "4000")) {
      live(FaultType.CLOSE_CODE, Map.of("code", code), NetworkLost.class, Next.BACKOFF);
    }
    live(FaultType.STREAM_END, Map.of(), ServerClosed.class, Next.BACKOFF);
    live(FaultType.BAD_FRAME, Map.of(), StreamCorrupted.class, Next.BACKOFF);
    live(FaultType.BAD_NODE, Map.of("times", "3"), StreamCorrupted.class, Next.BACKOFF);
  }

  /** transport.md 6.7. */
  private void streamErrors() {
    error(Map.of("code", "515"), RestartRequired.class, Next.AT_ONCE);
    error(Map.of("code", "401", "conflict", "device_removed"), LoggedOut.class, Next.WIPED);
    error(Map.of("conflict", "replaced"), Replaced.class, Next.WAIT);
    error(Map.of("code", "401", "conflict", "replaced"), Replaced.class, Next.WAIT);
    rows.add(suspended("401"));
    rows.add(suspended("516"));
    for (String code : List.of("500", "503", "999")) {
      error(Map.of("code", code), StreamFailed.class, Next.BACKOFF);
    }
    for (String child : List.of("xml-not-well-formed", "bad-mac", "something-new")) {
      error(Map.of("child", child), StreamFailed.class, Next.BACKOFF);
    }
    error(Map.of("conflict", "device_removed"), StreamFailed.class, Next.BACKOFF);
  }

  private static EndRow suspended(String code) {
    return EndRow.of(
        Place.LIVE, FaultType.STREAM_ERROR, Map.of("code", code), StreamSuspended.class, Next.ONCE);
  }

  /** transport.md 6.3, 10: dead keep-alive, handshake timeout. */
  private void silence() {
    for (FaultType type : List.of(FaultType.BLACK_HOLE, FaultType.STOP_READING, FaultType.DRIP)) {
      rows.add(EndRow.of(Place.LIVE, type, Map.of(), KeepAliveLost.class, Next.BACKOFF).silently());
    }
    rows.add(
        EndRow.of(
                Place.LIVE,
                FaultType.IGNORE_IQ,
                Map.of("xmlns", "w:p"),
                KeepAliveLost.class,
                Next.BACKOFF)
            .times(5)
            .silently());
    rows.add(
        EndRow.of(
                Place.LOGIN, FaultType.SILENT_LOGIN, Map.of(), HandshakeFailed.class, Next.BACKOFF)
            .silently());
    rows.add(
        EndRow.of(
                Place.HANDSHAKE,
                FaultType.SILENT_HANDSHAKE,
                Map.of(),
                HandshakeFailed.class,
                Next.BACKOFF)
            .silently());
    rows.add(
        EndRow.of(
                Place.UPGRADE, FaultType.SILENT_UPGRADE, Map.of(), NetworkLost.class, Next.BACKOFF)
            .silently());
  }

  /** transport.md 6.6, but for 405, which has tests of its own. */
  private void failures() {
    for (String reason : List.of("400", "409", "415", "418", "501", "999")) {
      failure(Map.of("reason", reason), LoginRefused.class, Next.WAIT);
    }
    for (String reason : List.of("411", "413", "414")) {
      failure(Map.of("reason", reason), UnsupportedAccount.class, Next.WAIT);
    }
    failure(Map.of("reason", "401"), LoggedOut.class, Next.WIPED);
    failure(
        Map.of("reason", "402", "code", "101", "expire", "7200"),
        TemporarilyBanned.class,
        Next.AFTER_BAN);
    failure(Map.of("reason", "402"), TemporarilyBanned.class, Next.AFTER_BAN);
    failure(Map.of("reason", "403", "logout_message_header", "Locked"), Banned.class, Next.WIPED);
    failure(Map.of("reason", "406"), Banned.class, Next.WIPED);
    for (String reason : List.of("500", "503")) {
      failure(Map.of("reason", reason), ServerUnavailable.class, Next.BACKOFF);
    }
  }

  /** transport.md 1.1, 2.4, 10: upgrade, handshake, certificate. */
  private void beforeLogin() {
    for (String status : List.of("408", "500", "501", "502", "503", "504")) {
      upgrade(status, Next.BACKOFF);
    }
    for (String status : List.of("302", "401", "403", "404", "429")) {
      upgrade(status, Next.SLOWLY);
    }
    for (String code : List.of("1000", "1011")) {
      handshake(FaultType.CLOSE_HANDSHAKE, Map.of("code", code), NetworkLost.class, Next.BACKOFF);
    }
    handshake(FaultType.CORRUPT_SERVER_HELLO, Map.of(), HandshakeFailed.class, Next.BACKOFF);
    for (String part : List.of("leaf", "intermediate")) {
      handshake(
          FaultType.BAD_CERTIFICATE, Map.of("part", part), CertificateRefused.class, Next.SLOWLY);
    }
  }

  private void live(
      FaultType type,
      Map<String, String> fields,
      Class<? extends DisconnectReason> reason,
      Next next) {
    rows.add(EndRow.of(Place.LIVE, type, fields, reason, next));
  }

  private void error(
      Map<String, String> fields, Class<? extends DisconnectReason> reason, Next next) {
    live(FaultType.STREAM_ERROR, fields, reason, next);
  }

  private void failure(
      Map<String, String> fields, Class<? extends DisconnectReason> reason, Next next) {
    rows.add(EndRow.of(Place.LOGIN, FaultType.LOGIN_FAILURE, fields, reason, next));
  }

  private void upgrade(String status, Next next) {
    rows.add(
        EndRow.of(
            Place.UPGRADE,
            FaultType.REFUSE_UPGRADE,
            Map.of("status", status),
            UpgradeRefused.class,
            next));
  }

  private void handshake(
      FaultType type,
      Map<String, String> fields,
      Class<? extends DisconnectReason> reason,
      Next next) {
    rows.add(EndRow.of(Place.HANDSHAKE, type, fields, reason, next));
  }
}
