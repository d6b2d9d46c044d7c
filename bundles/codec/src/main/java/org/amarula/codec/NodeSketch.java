package org.amarula.codec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;

/**
 * Prints a node for logs, in the manner of XML. What may be a secret is shown as a length: bytes,
 * and every text that is neither a word of the dictionary nor under a harmless key.
 */
final class NodeSketch {
  private static final int MOST = 48;
  private static final int MOST_CHILDREN = 16;
  private static final int MOST_LEVELS = 8;
  private static final Set<String> HARMLESS =
      Set.of("code", "count", "error", "id", "index", "reason", "retry", "t", "type", "v", "xmlns");

  private final StringBuilder out = new StringBuilder();

  private NodeSketch() {}

  static String of(Node node) {
    NodeSketch sketch = new NodeSketch();
    sketch.print(node, 1);
    return sketch.out.toString();
  }

  /** A peer's text cut to a line's part, without control characters. */
  static String shortened(String text) {
    StringBuilder cut = new StringBuilder();
    for (int i = 0; i < text.length() && i < MOST; i++) {
      char character = text.charAt(i);
      cut.append(Character.isISOControl(character) ? '?' : character);
    }
    return text.length() > MOST ? cut.append('…').toString() : cut.toString();
  }

  private void print(Node node, int level) {
    out.append('<').append(shortened(node.tag()));
    Object[] attributes = node.flatAttributes();
    for (int i = 0; i < attributes.length && i < 2 * MOST_CHILDREN; i += 2) {
      String key = (String) attributes[i];
      out.append(' ').append(shortened(key)).append("='");
      out.append(shown(attributes[i + 1], HARMLESS.contains(key))).append('\'');
    }
    if (attributes.length > 2 * MOST_CHILDREN) {
      out.append(" …");
    }
    if (!node.hasContent()) {
      out.append("/>");
      return;
    }
    out.append('>');
    printContent(node, level);
    out.append("</").append(shortened(node.tag())).append('>');
  }

  private void printContent(Node node, int level) {
    if (!(node.content() instanceof List)) {
      out.append(shown(node.content(), false));
      return;
    }
    List<Node> children = node.children();
    for (int i = 0; i < children.size(); i++) {
      if (i == MOST_CHILDREN || level == MOST_LEVELS) {
        out.append("… ").append(children.size() - i).append(" more");
        return;
      }
      print(children.get(i), level + 1);
    }
  }

  private static String shown(Object value, boolean harmless) {
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    String text = value.toString();
    Optional<Jid> jid = value instanceof Jid typed ? Optional.of(typed) : StanzaText.jid(text);
    if (jid.isPresent()) {
      return shortened(jid.get().redacted());
    }
    return harmless || Dictionary.code(text) >= 0 ? shortened(text) : text.length() + " characters";
  }
}
