package org.amarula.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.amarula.api.jid.Jid;

/**
 * A stanza or a part of one: a tag, attributes in order, and as content nothing, children, bytes,
 * text or an address (spec/transport.md 4). Immutable, a value, free for any thread.
 *
 * <pre>{@code
 * Node ping = Node.builder("iq").attribute("id", id).attribute("to", Jid.SERVER)
 *     .attribute("type", "get").child(Node.of("ping")).build();
 * }</pre>
 *
 * <p>The peer may send a text as bytes and bytes as text. Read both with {@link #contentAsString}
 * and {@link #contentAsBytes}; send a text that must arrive unchanged as bytes.
 */
public final class Node {
  static final Object[] NO_ATTRIBUTES = {};

  private final String tag;
  private final Object[] attributes;
  private final Object content;

  /** Takes the arrays over; {@code content} is null or one of the kinds named above. */
  Node(String tag, Object[] attributes, Object content) {
    this.tag = tag;
    this.attributes = attributes;
    this.content = content;
  }

  /** A node without attributes and content. */
  public static Node of(String tag) {
    return builder(tag).build();
  }

  /** Starts a node; {@link IllegalArgumentException} when {@code tag} is empty. */
  public static NodeBuilder builder(String tag) {
    return new NodeBuilder(tag);
  }

  /** The tag; never empty. */
  public String tag() {
    return tag;
  }

  /** Whether the tag is {@code other}. */
  public boolean is(String other) {
    return tag.equals(other);
  }

  /** The attributes in order, addresses in their text form; not to be changed. */
  public Map<String, String> attributes() {
    Map<String, String> texts = new LinkedHashMap<>(attributes.length);
    for (int i = 0; i < attributes.length; i += 2) {
      texts.put((String) attributes[i], attributes[i + 1].toString());
    }
    return Collections.unmodifiableMap(texts);
  }

  /** The attribute {@code key}, an address in its text form. */
  public Optional<String> attribute(String key) {
    return Optional.ofNullable(Attributes.find(attributes, key)).map(Object::toString);
  }

  /** Whether the attribute {@code key} is {@code value}. */
  public boolean hasAttribute(String key, String value) {
    Object found = Attributes.find(attributes, key);
    return found != null && found.toString().equals(value);
  }

  /** This node with one attribute set; the others keep their kind. */
  public Node withAttribute(String key, String value) {
    Objects.requireNonNull(value, "value");
    int known = Attributes.indexOf(attributes, attributes.length, key);
    int index = known >= 0 ? known : attributes.length;
    Object[] changed = Arrays.copyOf(attributes, Math.max(attributes.length, index + 2));
    changed[index] = Objects.requireNonNull(key, "key");
    changed[index + 1] = value;
    return new Node(tag, changed, content);
  }

  /** The attribute {@code key}; {@link UnexpectedNodeException} when there is none. */
  public String requireAttribute(String key) {
    Object value = Attributes.find(attributes, key);
    if (value == null) {
      throw missing("/@" + key, "The attribute is missing.");
    }
    return value.toString();
  }

  /**
   * The attribute {@code key} when it came as an address, or as text that reads as an address on a
   * known server; otherwise nothing.
   */
  public Optional<Jid> jidAttribute(String key) {
    Object value = Attributes.find(attributes, key);
    if (value instanceof Jid jid) {
      return Optional.of(jid);
    }
    return value == null ? Optional.empty() : StanzaText.jid((String) value);
  }

  /** As {@link #jidAttribute}; {@link UnexpectedNodeException} when there is none. */
  public Jid requireJidAttribute(String key) {
    return jidAttribute(key).orElseThrow(() -> missing("/@" + key, "An address is missing."));
  }

  /** The attribute {@code key} when it is a decimal number that fits a long; otherwise nothing. */
  public OptionalLong numberAttribute(String key) {
    Object value = Attributes.find(attributes, key);
    return value instanceof String text ? StanzaText.number(text) : OptionalLong.empty();
  }

  /** As {@link #numberAttribute}; {@link UnexpectedNodeException} when there is none. */
  public long requireNumberAttribute(String key) {
    return numberAttribute(key).orElseThrow(() -> missing("/@" + key, "A number is missing."));
  }

  /** Whether there is content, be it an empty list or no bytes. */
  public boolean hasContent() {
    return content != null;
  }

  /** The children in order; none when the content is something else. */
  @SuppressWarnings("unchecked")
  public List<Node> children() {
    return content instanceof List ? (List<Node>) content : List.of();
  }

  /** The children with one tag, in order. */
  public List<Node> children(String childTag) {
    return children().stream().filter(child -> child.is(childTag)).toList();
  }

  /** The first child with this tag. */
  public Optional<Node> child(String childTag) {
    List<Node> children = children();
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i).is(childTag)) {
        return Optional.of(children.get(i));
      }
    }
    return Optional.empty();
  }

  /** The first child with this tag; {@link UnexpectedNodeException} when there is none. */
  public Node requireChild(String childTag) {
    return child(childTag).orElseThrow(() -> missing("/" + childTag, "The element is missing."));
  }

  /** A copy of the content when it is bytes; nothing when it is text. */
  public Optional<byte[]> bytes() {
    return content instanceof byte[] bytes ? Optional.of(bytes.clone()) : Optional.empty();
  }

  /** The content as bytes, a text in UTF-8; nothing when there are children or no content. */
  public Optional<byte[]> contentAsBytes() {
    if (content instanceof byte[]) {
      return bytes();
    }
    return contentAsString().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** The content as text, bytes read as UTF-8; nothing when there are children or no content. */
  public Optional<String> contentAsString() {
    if (content == null || content instanceof List) {
      return Optional.empty();
    }
    return Optional.of(
        content instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : content.toString());
  }

  /** As {@link #contentAsBytes}; {@link UnexpectedNodeException} when there is none. */
  public byte[] requireBytes() {
    return contentAsBytes().orElseThrow(() -> missing("", "The content is missing."));
  }

  /** Keys and values in turn; not to be changed. */
  Object[] flatAttributes() {
    return attributes;
  }

  /** Null, children, {@code byte[]} (not to be changed), {@link String} or {@link Jid}. */
  Object content() {
    return content;
  }

  private UnexpectedNodeException missing(String place, String message) {
    return new UnexpectedNodeException(NodeSketch.shortened(tag) + place, message);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Node node
        && tag.equals(node.tag)
        && Arrays.equals(attributes, node.attributes)
        && Objects.deepEquals(content, node.content);
  }

  @Override
  public int hashCode() {
    int ofContent =
        content instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(content);
    return 31 * (31 * tag.hashCode() + Arrays.hashCode(attributes)) + ofContent;
  }

  /**
   * A sketch for logs: of bytes and unusual texts the length only, of addresses the last digits.
   */
  @Override
  public String toString() {
    return NodeSketch.of(this);
  }
}
