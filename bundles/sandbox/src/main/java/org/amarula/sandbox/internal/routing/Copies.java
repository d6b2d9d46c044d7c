package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** Copies of nodes to change. Stateless. */
final class Copies {
  private Copies() {}

  /** The same tag and attributes, addresses as addresses, without content. */
  static NodeBuilder shell(Node node) {
    NodeBuilder copy = Node.builder(node.tag());
    node.attributes().forEach((key, value) -> copyAttribute(node, key, value, copy));
    return copy;
  }

  /** A full copy. */
  static NodeBuilder of(Node node) {
    NodeBuilder copy = shell(node);
    if (!node.children().isEmpty()) {
      copy.children(node.children());
    } else {
      node.contentAsBytes().ifPresent(copy::bytes);
    }
    return copy;
  }

  private static void copyAttribute(Node node, String key, String value, NodeBuilder copy) {
    if (value.indexOf('@') >= 0 && node.jidAttribute(key).isPresent()) {
      copy.attribute(key, node.requireJidAttribute(key));
    } else {
      copy.attribute(key, value);
    }
  }
}
