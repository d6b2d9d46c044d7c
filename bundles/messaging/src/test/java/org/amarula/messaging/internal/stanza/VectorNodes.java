package org.amarula.messaging.internal.stanza;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/**
 * Nodes of the vector files, and a form in which two nodes are compared whatever they came from.
 */
public final class VectorNodes {
  private VectorNodes() {}

  /** The node of a JSON tree. */
  public static Node parse(JsonObject json) {
    NodeBuilder node = Node.builder(json.get("tag").getAsString());
    for (Map.Entry<String, JsonElement> attribute : json.getAsJsonObject("attrs").entrySet()) {
      node.attribute(attribute.getKey(), attribute.getValue().getAsString());
    }
    JsonElement content = json.get("content");
    if (content == null || content.isJsonNull()) {
      return node.build();
    }
    if (content.isJsonArray()) {
      List<Node> children = new ArrayList<>();
      content.getAsJsonArray().forEach(child -> children.add(parse(child.getAsJsonObject())));
      return node.children(children).build();
    }
    JsonObject value = content.getAsJsonObject();
    return value.has("hex")
        ? node.bytes(HexFormat.of().parseHex(value.get("hex").getAsString())).build()
        : node.text(value.get("text").getAsString()).build();
  }

  /** A node with attributes only. */
  public static Node attributes(String tag, JsonObject attributes) {
    JsonObject json = new JsonObject();
    json.addProperty("tag", tag);
    json.add("attrs", attributes);
    return parse(json);
  }

  /**
   * The comparable form: attributes as texts, bytes in hexadecimal digits, the server's address in
   * the one spelling of spec/transport.md 5.1.
   */
  public static String plain(Node node) {
    StringBuilder text = new StringBuilder("<" + node.tag());
    new TreeMap<>(node.attributes())
        .forEach((key, value) -> text.append(' ' + key + '=' + spelled(value)));
    text.append('>');
    node.children().forEach(child -> text.append(plain(child)));
    node.contentAsBytes().ifPresent(bytes -> text.append(HexFormat.of().formatHex(bytes)));
    return text.append("</>").toString();
  }

  private static String spelled(String value) {
    return value.equals("s.whatsapp.net") ? "@" + value : value;
  }
}
