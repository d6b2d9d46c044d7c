package org.amarula.sandbox.internal.record;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/** A node as text without what is private: addresses shortened, contents by length. Stateless. */
final class NodeText {
  private static final Set<String> PRIVATE =
      Set.of("auth", "notify", "name", "subject", "display_name", "handle", "url", "direct_path");

  private NodeText() {}

  static String of(Node node) {
    StringBuilder text = new StringBuilder();
    write(node, text);
    return text.toString();
  }

  private static void write(Node node, StringBuilder text) {
    text.append('<').append(node.tag());
    for (Map.Entry<String, String> attribute : node.attributes().entrySet()) {
      text.append(' ')
          .append(attribute.getKey())
          .append('=')
          .append(value(attribute.getKey(), attribute.getValue()));
    }
    Optional<byte[]> content = node.children().isEmpty() ? node.contentAsBytes() : Optional.empty();
    if (node.children().isEmpty() && content.isEmpty()) {
      text.append("/>");
      return;
    }
    text.append('>');
    content.ifPresent(bytes -> text.append('[').append(bytes.length).append(" bytes]"));
    node.children().forEach(child -> write(child, text));
    text.append("</").append(node.tag()).append('>');
  }

  private static String value(String key, String value) {
    if (PRIVATE.contains(key)) {
      return "[" + value.length() + "]";
    }
    return value.indexOf('@') >= 0
        ? Jid.tryParse(value).map(Jid::redacted).orElse("[" + value.length() + "]")
        : value;
  }
}
