package org.amarula.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/**
 * Builds one {@link Node}; made by {@link Node#builder}, used by one thread. A second kind of
 * content is refused with {@link IllegalStateException}.
 */
public final class NodeBuilder {
  private final String tag;
  private Object[] attributes = Node.NO_ATTRIBUTES;
  private int end;
  private List<Node> children;
  private Object content;

  NodeBuilder(String tag) {
    if (tag.isEmpty()) {
      throw new IllegalArgumentException("A node needs a tag.");
    }
    this.tag = tag;
  }

  /** Sets an attribute; a null value leaves it as it is (spec/transport.md 4.3, rule 1). */
  public NodeBuilder attribute(String key, String value) {
    return put(key, value);
  }

  /** Sets an attribute that travels as an address; a null value leaves it as it is. */
  public NodeBuilder attribute(String key, Jid value) {
    return put(key, value);
  }

  /** Sets an attribute to a decimal number. */
  public NodeBuilder attribute(String key, long value) {
    return put(key, Long.toString(value));
  }

  /** Sets an attribute to the {@link Jid}, text, number or truth value that is there, if any. */
  public NodeBuilder attributeIfPresent(String key, Optional<?> value) {
    value.ifPresent(present -> put(key, present instanceof Jid ? present : present.toString()));
    return this;
  }

  /** Adds a child. */
  public NodeBuilder child(Node child) {
    children().add(Objects.requireNonNull(child, "child"));
    return this;
  }

  /** Adds children; an empty list makes the content an empty list. */
  public NodeBuilder children(List<Node> more) {
    children().addAll(more);
    return this;
  }

  /** Sets the content to a copy of {@code bytes}, which always travel as they are. */
  public NodeBuilder bytes(byte[] bytes) {
    return content(bytes.clone());
  }

  /** Sets the content to a text, which may travel as a word or packed. */
  public NodeBuilder text(String text) {
    return content(Objects.requireNonNull(text, "text"));
  }

  /** Sets the content to an address. */
  public NodeBuilder jid(Jid jid) {
    return content(Objects.requireNonNull(jid, "jid"));
  }

  /** The node; the builder may be used on. */
  public Node build() {
    Object built =
        children == null
            ? content
            : Collections.unmodifiableList(Arrays.asList(children.toArray(new Node[0])));
    return new Node(tag, end == 0 ? Node.NO_ATTRIBUTES : Arrays.copyOf(attributes, end), built);
  }

  private NodeBuilder put(String key, Object value) {
    Objects.requireNonNull(key, "key");
    if (value == null) {
      return this;
    }
    int index = Attributes.indexOf(attributes, end, key);
    if (index >= 0) {
      attributes[index + 1] = value;
      return this;
    }
    if (end == attributes.length) {
      attributes = Arrays.copyOf(attributes, Math.max(8, 2 * end));
    }
    attributes[end++] = key;
    attributes[end++] = value;
    return this;
  }

  private List<Node> children() {
    if (content != null) {
      throw new IllegalStateException("The node already has content of another kind.");
    }
    if (children == null) {
      children = new ArrayList<>();
    }
    return children;
  }

  private NodeBuilder content(Object other) {
    if (content != null || children != null) {
      throw new IllegalStateException("The node already has content.");
    }
    content = other;
    return this;
  }
}
