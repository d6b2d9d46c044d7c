package org.amarula.sandbox.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Base64;
import org.amarula.sandbox.phone.PhoneMedia;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;

/** What phones saw, as JSON. Stateless. */
final class PhoneJson {
  private PhoneJson() {}

  static JsonObject of(ReceivedMessage message) {
    JsonObject json = new JsonObject();
    json.addProperty("id", message.id());
    json.addProperty("chat", message.chat());
    json.addProperty("author", message.author());
    json.addProperty("fromMe", message.fromMe());
    json.addProperty("kind", message.kind());
    json.addProperty("decrypted", message.decrypted());
    if (message.decrypted()) {
      json.addProperty("text", message.text());
    } else {
      json.addProperty("error", message.error());
    }
    if (!message.target().isEmpty()) {
      json.addProperty("target", message.target());
    }
    json.addProperty("at", message.at().toString());
    return json;
  }

  static JsonObject of(ReceivedReceipt receipt) {
    JsonArray messages = new JsonArray();
    receipt.ids().forEach(messages::add);
    JsonObject json = new JsonObject();
    json.addProperty("chat", receipt.chat());
    json.addProperty("reader", receipt.from());
    json.addProperty("type", receipt.type());
    json.add("messages", messages);
    json.addProperty("at", receipt.at().toString());
    return json;
  }

  static JsonObject of(ReceivedChatState state) {
    JsonObject json = new JsonObject();
    json.addProperty("chat", state.chat());
    json.addProperty("author", state.author());
    json.addProperty("state", state.state());
    json.addProperty("at", state.at().toString());
    return json;
  }

  static JsonObject of(PhoneMedia media) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", media.kind().text());
    json.addProperty("type", media.type());
    json.addProperty("name", media.name());
    json.addProperty("caption", media.caption());
    json.addProperty("content", Base64.getEncoder().encodeToString(media.content().toArray()));
    return json;
  }
}
