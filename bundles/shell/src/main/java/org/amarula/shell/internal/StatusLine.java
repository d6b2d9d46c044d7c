package org.amarula.shell.internal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.state.DisconnectReason;

/** One account in one line. */
final class StatusLine {
  private static final List<String> HEADING =
      List.of("PROFILE", "STATE", "REASON", "RETRY", "TRIP", "QUEUE", "RESTARTS");
  private static final int SHORT_PROFILE = 16;
  private static final int SHORT_REASON = 12;

  private StatusLine() {}

  /** A table without rows, for {@link #row}. */
  static Table table() {
    return new Table(HEADING)
        .numbers(3, 4, 5, 6)
        .shrinkable(2, SHORT_REASON)
        .shrinkable(0, SHORT_PROFILE);
  }

  static List<String> row(InstanceStatus status, Instant now) {
    return List.of(
        status.profile().name(),
        status.state().text(),
        status.reason().map(DisconnectReason::code).orElse(""),
        status.retryAt().map(at -> Ages.between(now, at)).orElse(""),
        status.lastRoundTrip().map(then -> Ages.between(then, now)).orElse("-"),
        queue(status),
        String.valueOf(status.restarts()));
  }

  // One column for both figures, for the sake of 80 columns.
  private static String queue(InstanceStatus status) {
    return status.queued() + (status.stored() == 0 ? "" : "+" + status.stored());
  }

  static Map<String, Object> json(InstanceStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", status.profile().name());
    json.put("instanceId", status.instanceId().value());
    json.put("state", status.state().text());
    status.reason().ifPresent(reason -> json.put("reason", reason.code()));
    status.retryAt().ifPresent(at -> json.put("retryAt", at.toString()));
    status.lastRoundTrip().ifPresent(at -> json.put("lastRoundTrip", at.toString()));
    json.put("queued", status.queued());
    json.put("stored", status.stored());
    json.put("restarts", status.restarts());
    return json;
  }
}
