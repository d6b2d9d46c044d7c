package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.state.DisconnectReason;

/** One account in one line. */
final class StatusLine {
  static final List<String> HEADING =
      List.of("PROFILE", "STATE", "REASON", "LAST ROUND TRIP", "INSTANCE");

  private StatusLine() {}

  static List<String> row(InstanceStatus status) {
    return List.of(
        status.profile().name(),
        status.state().text(),
        status.reason().map(DisconnectReason::code).orElse(""),
        status.lastRoundTrip().map(Object::toString).orElse(""),
        status.instanceId().value());
  }

  static Map<String, Object> json(InstanceStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", status.profile().name());
    json.put("instanceId", status.instanceId().value());
    json.put("state", status.state().text());
    status.reason().ifPresent(reason -> json.put("reason", reason.code()));
    status.lastRoundTrip().ifPresent(at -> json.put("lastRoundTrip", at.toString()));
    status.ownAddress().ifPresent(own -> json.put("address", own.toString()));
    return json;
  }
}
