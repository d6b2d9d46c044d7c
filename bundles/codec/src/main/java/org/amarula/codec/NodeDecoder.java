package org.amarula.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.amarula.api.jid.Jid;

/**
 * Reads one node of untrusted origin, spec/transport.md 4.2, within the limits of 4.5: whatever is
 * announced is compared with the bytes left before it is allocated. Used once, by one thread.
 */
final class NodeDecoder {
  private final byte[] in;
  private int at = 1; // behind the flags
  private byte[] characters;

  NodeDecoder(byte[] plaintext) {
    this.in = plaintext;
  }

  Node decode() {
    Node root = readNode(1);
    if (at < in.length) {
      throw malformed("Bytes follow the node."); // D-10
    }
    return root;
  }

  private Node readNode(int depth) {
    if (depth > Wire.MAX_DEPTH) {
      throw malformed("The node has more than 64 levels.");
    }
    int members = readListSize(readByte());
    if (members == 0) {
      throw malformed("A node cannot be an empty list.");
    }
    requireLeft(members);
    String tag = readText(readByte());
    if (tag.isEmpty()) {
      throw malformed("A node needs a tag.");
    }
    Object[] attributes = readAttributes((members - 1) >> 1);
    Object content = (members & 1) == 0 ? readContent(depth) : null;
    return new Node(tag, attributes, content);
  }

  private Object[] readAttributes(int count) {
    if (count == 0) {
      return Node.NO_ATTRIBUTES;
    }
    Object[] attributes = new Object[2 * count];
    for (int i = 0; i < attributes.length; i += 2) {
      attributes[i] = readText(readByte());
      attributes[i + 1] = readValue(readByte());
    }
    return Attributes.lastWins(attributes);
  }

  private Object readContent(int depth) {
    int lead = readByte();
    switch (lead) {
      case Wire.LIST_EMPTY, Wire.LIST_8, Wire.LIST_16:
        return readChildren(readListSize(lead), depth + 1);
      case Wire.BINARY_8, Wire.BINARY_20, Wire.BINARY_32:
        int length = readLength(lead);
        at += length;
        return Arrays.copyOfRange(in, at - length, at);
      default:
        return readValue(lead);
    }
  }

  private List<Node> readChildren(int count, int depth) {
    if (count == 0) {
      return List.of();
    }
    requireLeft(2 * count);
    Node[] children = new Node[count];
    for (int i = 0; i < count; i++) {
      children[i] = readNode(depth);
    }
    return Collections.unmodifiableList(Arrays.asList(children));
  }

  private int readListSize(int lead) {
    switch (lead) {
      case Wire.LIST_EMPTY:
        return 0;
      case Wire.LIST_8:
        return readByte();
      case Wire.LIST_16:
        return readShort();
      default:
        throw malformed("A list is expected here.");
    }
  }

  /** An attribute's value or text content: a {@link String} or a {@link Jid}. */
  private Object readValue(int lead) {
    switch (lead) {
      case Wire.JID_PAIR:
        return jid(readText(readByte()), 0, 0, readText(readByte()));
      case Wire.AD_JID:
        return readDeviceJid();
      case Wire.FB_JID:
        return readMessengerJid();
      case Wire.INTEROP_JID:
        return readInteropJid();
      default:
        return readText(lead);
    }
  }

  private Jid readDeviceJid() {
    int domain = readByte();
    int device = readByte();
    String user = readText(readByte());
    String server = JidForm.server(domain);
    return jid(user, server.equals(Jid.PN) ? domain : 0, device, server);
  }

  private Jid readMessengerJid() {
    String user = readText(readByte());
    int device = readShort();
    return jid(user, 0, device, readServer(Jid.MESSENGER));
  }

  private Jid readInteropJid() {
    String user = readText(readByte());
    int device = readShort();
    int integrator = readShort();
    return jid(integrator + "-" + user, 0, device, readServer(Jid.INTEROP));
  }

  // D-13: the server is always there, and always this one.
  private String readServer(String expected) {
    if (!readText(readByte()).equals(expected)) {
      throw malformed("An address of this form belongs to " + expected + ".");
    }
    return expected;
  }

  private Jid jid(String user, int agent, int device, String server) {
    if (server.isEmpty()) {
      throw malformed("An address needs a server.");
    }
    return JidForm.jid(user, agent, device, server)
        .orElseThrow(() -> malformed("The parts of an address do not fit together."));
  }

  /** Any string form but an address: tags, keys and the parts of an address are never one. */
  private String readText(int lead) {
    if (lead < Dictionary.SINGLE) {
      return Dictionary.single(lead);
    }
    switch (lead) {
      case Wire.DOUBLE_0, Wire.DOUBLE_0 + 1, Wire.DOUBLE_0 + 2, Wire.DOUBLE_3:
        return Dictionary.pair(lead - Wire.DOUBLE_0, readByte());
      case Wire.BINARY_8, Wire.BINARY_20, Wire.BINARY_32:
        int length = readLength(lead);
        at += length;
        return new String(in, at - length, length, StandardCharsets.UTF_8);
      case Wire.NIBBLE_8:
        return readPacked(PackedText.NIBBLE);
      case Wire.HEX_8:
        return readPacked(PackedText.HEX);
      default:
        throw malformed("A text is expected here.");
    }
  }

  private String readPacked(int kind) {
    int head = readByte();
    int bytes = head & 0x7F;
    requireLeft(bytes);
    if (characters == null) {
      characters = new byte[2 * 0x7F];
    }
    byte[] alphabet = PackedText.characters(kind);
    int meaningless = 0;
    for (int i = 0; i < bytes; i++) {
      int pair = in[at + i];
      byte high = alphabet[pair >> 4 & 15];
      byte low = alphabet[pair & 15];
      meaningless |= high | low;
      characters[2 * i] = high;
      characters[2 * i + 1] = low;
    }
    if (meaningless < 0) {
      throw malformed("A packed text holds a half byte without a meaning.");
    }
    at += bytes;
    int length = 2 * bytes - (head >> 7);
    return length <= 0 ? "" : new String(characters, 0, length, StandardCharsets.ISO_8859_1);
  }

  private int readLength(int lead) {
    long length;
    if (lead == Wire.BINARY_8) {
      length = readByte();
    } else if (lead == Wire.BINARY_20) {
      length = (readByte() & 0x0FL) << 16 | readShort(); // the high half byte does not count
    } else {
      length = (long) readShort() << 16 | readShort(); // unsigned
    }
    requireLeft(length);
    return (int) length;
  }

  private void requireLeft(long bytes) {
    if (bytes > in.length - at) {
      throw malformed("The frame ends before what it announces.");
    }
  }

  private int readShort() {
    return readByte() << 8 | readByte();
  }

  private int readByte() {
    if (at >= in.length) {
      throw malformed("The frame ends too early.");
    }
    return in[at++] & 0xFF;
  }

  private MalformedNodeException malformed(String what) {
    return new MalformedNodeException(what, at);
  }
}
