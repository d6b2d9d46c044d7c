package org.amarula.sandbox.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.internal.server.ChatServer;
import org.amarula.sandbox.report.Scan;
import org.amarula.sandbox.report.Violation;

/** What can be asked of a server, by method and path (design 8). Free for any thread. */
final class Requests {
  private static final String LOOK = "GET /admin/mock-phone/";
  private static final String ACT = "POST /admin/mock-phone/";

  private final ChatServer server;
  private final Supplier<AdminInfo> info;
  private final GroupRequests groups;

  Requests(ChatServer server, Supplier<AdminInfo> info) {
    this.server = server;
    this.info = info;
    this.groups = new GroupRequests(server.groups());
  }

  /** Answers a request; {@link IllegalArgumentException} when it is not acceptable. */
  JsonElement answer(String target, Map<String, String> query, JsonObject body) {
    switch (target) {
      case "GET /admin/info":
        return info.get().toJson();
      case "GET /admin/stats":
        return stats();
      case "POST /admin/mock-phone/scan-qr":
        return scan(body);
      case "POST /admin/mock-phone/link-code":
        return linkCode(body);
      case "POST /admin/mock-phone/unlink":
        return unlink(body);
      case "GET /admin/transcript":
        return transcript(query.getOrDefault("account", ""));
      case "POST /admin/transcript":
        return toggle(body, server::transcribe);
      case "POST /admin/mock-phone/greeting":
        return toggle(body, server::greeting);
      case "POST /admin/mock-phone/inline-history":
        return toggle(body, server::inlineHistory);
      case "POST /admin/fault":
        return fault(body);
      case "POST /admin/heal":
        return heal(body);
      default:
        return elsewhere(target, query, body);
    }
  }

  private JsonElement elsewhere(String target, Map<String, String> query, JsonObject body) {
    if (target.startsWith(LOOK)) {
      String phone = digits("account", required(query, "account"));
      return PhoneActions.look(
          server.phones().phone(phone), target.substring(LOOK.length()), query);
    }
    if (target.startsWith(ACT)) {
      String action = target.substring(ACT.length());
      if (PhoneActions.ACTIONS.containsKey(action)) {
        Map<String, String> fields = texts(body);
        String phone = digits("account", required(fields, "account"));
        fields.remove("account");
        return PhoneActions.act(server.phones().phone(phone), action, fields);
      }
    }
    return groups.answer(target, query, body);
  }

  private static Map<String, String> texts(JsonObject body) {
    Map<String, String> fields = new HashMap<>();
    body.keySet().forEach(key -> fields.put(key, text(body, key, "")));
    return fields;
  }

  private JsonObject stats() {
    JsonObject json = new JsonObject();
    server.stats().values().forEach(json::addProperty);
    JsonArray violations = new JsonArray();
    server.violations().forEach(violation -> violations.add(toJson(violation)));
    json.add("violationList", violations);
    return json;
  }

  private static JsonObject toJson(Violation violation) {
    JsonObject json = new JsonObject();
    json.addProperty("at", violation.at().toString());
    json.addProperty("account", violation.account());
    json.addProperty("device", violation.device());
    json.addProperty("rule", violation.rule());
    json.addProperty("detail", violation.detail());
    return json;
  }

  private JsonArray transcript(String account) {
    JsonArray lines = new JsonArray();
    server.transcript(account).forEach(lines::add);
    return lines;
  }

  private static JsonObject toggle(JsonObject body, Consumer<Boolean> feature) {
    only(body, Set.of("enabled"));
    boolean enabled = Boolean.parseBoolean(required(body, "enabled"));
    feature.accept(enabled);
    JsonObject json = new JsonObject();
    json.addProperty("enabled", enabled);
    return json;
  }

  private JsonObject scan(JsonObject body) {
    only(body, Set.of("qr", "phone", "name"));
    String phone = text(body, "phone", "");
    Scan scan =
        server.scan(
            required(body, "qr"),
            phone.isEmpty() ? "" : digits("phone", phone),
            text(body, "name", ""));
    JsonObject json = new JsonObject();
    json.addProperty("phone", scan.phone());
    json.addProperty("lid", scan.lid());
    json.addProperty("device", scan.device());
    json.addProperty("name", scan.name());
    return json;
  }

  private JsonObject linkCode(JsonObject body) {
    only(body, Set.of("phone", "code", "name"));
    String phone = digits("phone", required(body, "phone"));
    server.enterCode(phone, required(body, "code"), text(body, "name", ""));
    JsonObject json = new JsonObject();
    json.addProperty("phone", phone);
    return json;
  }

  private JsonObject unlink(JsonObject body) {
    only(body, Set.of("account", "device"));
    String account = digits("account", required(body, "account"));
    int device = number(required(body, "device"));
    if (!server.unlink(account, device)) {
      throw new IllegalArgumentException("There is no such companion.");
    }
    return new JsonObject();
  }

  private JsonObject fault(JsonObject body) {
    Map<String, String> fields = texts(body);
    String type = required(fields, "type");
    fields.remove("type");
    Fault fault = Fault.of(type, fields);
    server.arm(fault);
    JsonObject json = new JsonObject();
    json.addProperty("type", type);
    json.addProperty("count", fault.count());
    return json;
  }

  private JsonObject heal(JsonObject body) {
    only(body, Set.of());
    JsonObject json = new JsonObject();
    json.addProperty("disarmed", server.disarm());
    return json;
  }

  static void only(JsonObject body, Set<String> known) {
    for (String key : body.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("The field " + key + " is unknown.");
      }
    }
  }

  static String required(JsonObject body, String key) {
    String value = text(body, key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The field " + key + " is missing.");
    }
    return value;
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The field " + key + " is missing.");
    }
    return value;
  }

  static String text(JsonObject body, String key, String otherwise) {
    JsonElement value = body.get(key);
    if (value == null || value.isJsonNull()) {
      return otherwise;
    }
    if (!value.isJsonPrimitive()) {
      throw new IllegalArgumentException("The field " + key + " must be a text or a number.");
    }
    return value.getAsString();
  }

  static String digits(String key, String value) {
    if (!value.matches("[1-9][0-9]{4,17}")) {
      throw new IllegalArgumentException("The field " + key + " must be a number in digits.");
    }
    return value;
  }

  private static int number(String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("A number is expected.");
    }
    return Integer.parseInt(value);
  }
}
