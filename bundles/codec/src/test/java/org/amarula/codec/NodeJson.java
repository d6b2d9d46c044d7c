package org.amarula.codec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.amarula.api.jid.Jid;

/** Nodes in the notation of the vector files. */
final class NodeJson {
  private NodeJson() {}

  /** The node that {@code json} tells of; every text with an at sign is an address. */
  static Node node(JsonObject json) {
    NodeBuilder builder = Node.builder(json.get("tag").getAsString());
    for (JsonElement pair : json.getAsJsonArray("attrs")) {
      String key = pair.getAsJsonArray().get(0).getAsString();
      String value = pair.getAsJsonArray().get(1).getAsString();
      if (value.indexOf('@') >= 0) {
        builder.attribute(key, Jid.parse(value));
      } else {
        builder.attribute(key, value);
      }
    }
    JsonElement content = json.get("content");
    if (content != null && !content.isJsonNull()) {
      addContent(builder, content.getAsJsonObject());
    }
    return builder.build();
  }

  private static void addContent(NodeBuilder builder, JsonObject content) {
    switch (content.get("type").getAsString()) {
      case "nodes":
        builder.children(List.of());
        for (JsonElement child : content.getAsJsonArray("value")) {
          builder.child(node(child.getAsJsonObject()));
        }
        break;
      case "text":
        String text = content.get("value").getAsString();
        if (text.indexOf('@') >= 0) {
          builder.jid(Jid.parse(text));
        } else {
          builder.text(text);
        }
        break;
      case "bytes", "pattern":
        builder.bytes(bytes(content));
        break;
      default:
        throw new AssertionError("Unknown content " + content.get("type"));
    }
  }

  private static byte[] bytes(JsonObject content) {
    if (content.has("hex")) {
      return HexFormat.of().parseHex(content.get("hex").getAsString());
    }
    byte[] pattern = new byte[content.get("length").getAsInt()];
    int factor = content.get("mul").getAsInt();
    int summand = content.get("add").getAsInt();
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i * factor + summand);
    }
    return pattern;
  }

  /** The same JSON with every pattern written out as bytes and a missing content as null. */
  static JsonObject plain(JsonObject json) {
    JsonObject plain = new JsonObject();
    plain.add("tag", json.get("tag"));
    plain.add("attrs", json.get("attrs"));
    JsonElement content = json.get("content");
    plain.add("content", content == null || content.isJsonNull() ? JsonNull.INSTANCE : content);
    if (!plain.get("content").isJsonObject()) {
      return plain;
    }
    JsonObject held = content.getAsJsonObject();
    if (held.get("type").getAsString().equals("pattern")) {
      plain.add("content", content("bytes", "hex", HexFormat.of().formatHex(bytes(held))));
    } else if (held.get("type").getAsString().equals("nodes")) {
      JsonArray children = new JsonArray();
      held.getAsJsonArray("value").forEach(child -> children.add(plain(child.getAsJsonObject())));
      JsonObject nodes = new JsonObject();
      nodes.addProperty("type", "nodes");
      nodes.add("value", children);
      plain.add("content", nodes);
    }
    return plain;
  }

  /** What {@code node} reads as, through its public accessors only where they tell the kind. */
  static JsonObject of(Node node) {
    JsonObject json = new JsonObject();
    json.addProperty("tag", node.tag());
    JsonArray attributes = new JsonArray();
    node.attributes()
        .forEach(
            (key, value) -> {
              JsonArray pair = new JsonArray();
              pair.add(key);
              pair.add(value);
              attributes.add(pair);
            });
    json.add("attrs", attributes);
    json.add("content", contentOf(node));
    return json;
  }

  private static JsonElement contentOf(Node node) {
    if (!node.hasContent()) {
      return JsonNull.INSTANCE;
    }
    if (node.bytes().isPresent()) {
      return content("bytes", "hex", HexFormat.of().formatHex(node.bytes().get()));
    }
    if (node.contentAsString().isPresent()) {
      return content("text", "value", node.contentAsString().get());
    }
    JsonArray children = new JsonArray();
    node.children().forEach(child -> children.add(of(child)));
    JsonObject nodes = new JsonObject();
    nodes.addProperty("type", "nodes");
    nodes.add("value", children);
    return nodes;
  }

  private static JsonObject content(String type, String member, String value) {
    JsonObject content = new JsonObject();
    content.addProperty("type", type);
    content.addProperty(member, value);
    return content;
  }
}
