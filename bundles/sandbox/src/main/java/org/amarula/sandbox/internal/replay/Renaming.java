package org.amarula.sandbox.internal.replay;

import java.util.Map;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** What a replay compares of stanzas, and what it changes in them. Stateless. */
final class Renaming {
  private Renaming() {}

  /** What two stanzas share that mean the same: tag, kind and the first child. */
  static String shape(Node node) {
    StringBuilder shape = new StringBuilder(node.tag());
    for (String key : new String[] {"type", "xmlns", "class"}) {
      node.attribute(key).ifPresent(value -> shape.append(' ').append(value));
    }
    if (!node.children().isEmpty()) {
      shape.append(" / ").append(node.children().get(0).tag());
    }
    return shape.toString();
  }

  /** The same node with new ids for old ones, at any depth. */
  static Node of(Node node, Map<String, String> ids) {
    NodeBuilder copy = Node.builder(node.tag());
    node.attributes()
        .forEach(
            (key, value) -> {
              if (value.indexOf('@') >= 0 && node.jidAttribute(key).isPresent()) {
                copy.attribute(key, node.requireJidAttribute(key));
              } else {
                copy.attribute(key, key.equals("id") ? ids.getOrDefault(value, value) : value);
              }
            });
    if (node.children().isEmpty()) {
      node.contentAsBytes().ifPresent(copy::bytes);
    } else {
      copy.children(node.children().stream().map(child -> of(child, ids)).toList());
    }
    return copy.build();
  }
}
