package org.amarula.sandbox.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneMedia;
import org.amarula.sandbox.phone.SandboxPhone;

/**
 * What can be asked of a phone, by name and fields that are texts; the admin port and the shell
 * share it. Stateless; {@link IllegalArgumentException} when a request is not acceptable.
 */
public final class PhoneActions {
  /** All actions with their fields, of which those in brackets may be left out. */
  public static final Map<String, List<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("send", List.of("to", "text")),
          Map.entry("send-media", List.of("to", "kind", "type", "content", "[name]", "[caption]")),
          Map.entry("reply", List.of("message", "text")),
          Map.entry("react", List.of("message", "[emoji]")),
          Map.entry("edit", List.of("message", "text")),
          Map.entry("revoke", List.of("message")),
          Map.entry("read", List.of("message")),
          Map.entry("played", List.of("message")),
          Map.entry("chat-state", List.of("to", "state")),
          Map.entry("available", List.of("enabled")));

  private PhoneActions() {}

  /** Does it; the answer holds the id of what was sent, or the fields again. */
  public static JsonObject act(SandboxPhone phone, String action, Map<String, String> fields) {
    check(action, fields);
    String message = fields.getOrDefault("message", "");
    String text = fields.getOrDefault("text", "");
    switch (action) {
      case "send":
        return id(phone.send(chat(fields), text));
      case "send-media":
        return id(phone.send(chat(fields), media(fields)));
      case "reply":
        return id(phone.reply(message, text));
      case "react":
        return id(phone.react(message, fields.getOrDefault("emoji", "")));
      case "edit":
        return id(phone.edit(message, text));
      case "revoke":
        return id(phone.revoke(message));
      case "read":
        phone.read(message.split(",", -1));
        break;
      case "played":
        phone.played(message.split(",", -1));
        break;
      case "chat-state":
        phone.chatState(chat(fields), fields.get("state"));
        break;
      default:
        phone.available(Boolean.parseBoolean(fields.get("enabled")));
        break;
    }
    JsonObject json = new JsonObject();
    fields.forEach(json::addProperty);
    return json;
  }

  private static void check(String action, Map<String, String> fields) {
    List<String> known = ACTIONS.get(action);
    if (known == null) {
      throw new IllegalArgumentException("A phone has no action " + action + ".");
    }
    for (String field : fields.keySet()) {
      if (!known.contains(field) && !known.contains("[" + field + "]")) {
        throw new IllegalArgumentException("The field " + field + " is unknown.");
      }
    }
    for (String field : known) {
      if (!field.startsWith("[") && fields.getOrDefault(field, "").isEmpty()) {
        throw new IllegalArgumentException("The field " + field + " is missing.");
      }
    }
  }

  /** A phone number, the address of a group, or status. */
  private static String chat(Map<String, String> fields) {
    String to = fields.get("to");
    return to.indexOf('@') >= 0 ? to : Requests.digits("to", to);
  }

  private static PhoneMedia media(Map<String, String> fields) {
    byte[] content = Base64.getDecoder().decode(fields.get("content"));
    return new PhoneMedia(
        MediaKind.of(fields.get("kind")),
        fields.get("type"),
        fields.getOrDefault("name", ""),
        fields.getOrDefault("caption", ""),
        Bytes.wrap(content));
  }

  private static JsonObject id(String id) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    return json;
  }

  /** What a phone saw: {@code received}, {@code receipts}, {@code chat-states} or {@code media}. */
  public static JsonElement look(SandboxPhone phone, String what, Map<String, String> fields) {
    JsonArray list = new JsonArray();
    switch (what) {
      case "received":
        phone.received().forEach(each -> list.add(PhoneJson.of(each)));
        return list;
      case "receipts":
        phone.receipts().forEach(each -> list.add(PhoneJson.of(each)));
        return list;
      case "chat-states":
        phone.chatStates().forEach(each -> list.add(PhoneJson.of(each)));
        return list;
      case "media":
        return PhoneJson.of(phone.media(fields.getOrDefault("message", "")));
      default:
        throw new IllegalArgumentException("A phone has nothing to show as " + what + ".");
    }
  }
}
