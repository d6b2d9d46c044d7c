package org.amarula.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.amarula.api.jid.Jid;

/** Writes one node into one growing array, spec/transport.md 4.3; used once, by one thread. */
final class NodeEncoder {
  // The wire carries less than 2^24 bytes, 16 of them for the cipher's tag.
  private static final int MAX_SIZE = (1 << 24) - 17;

  private byte[] out;
  private int size;

  byte[] encode(Node node) {
    out = new byte[(int) Math.min(64 + estimate(node, 1), MAX_SIZE)];
    write(0); // flags: a client never compresses
    writeNode(node);
    return Arrays.copyOf(out, size);
  }

  // Near enough that the array seldom grows; also where the levels are counted.
  private static long estimate(Node node, int depth) {
    if (depth > Wire.MAX_DEPTH) {
      throw new IllegalArgumentException("A node of more than 64 levels cannot be encoded.");
    }
    long bytes = 8 + 6L * node.flatAttributes().length;
    if (node.content() instanceof byte[] content) {
      return bytes + content.length;
    }
    List<Node> children = node.children();
    for (int i = 0; i < children.size(); i++) {
      bytes += estimate(children.get(i), depth + 1);
    }
    return bytes;
  }

  private void writeNode(Node node) {
    Object[] attributes = node.flatAttributes();
    Object content = node.content();
    writeListSize(1 + attributes.length + (content == null ? 0 : 1));
    writeText(node.tag());
    for (int i = 0; i < attributes.length; i += 2) {
      writeText((String) attributes[i]);
      writeValue(attributes[i + 1]);
    }
    if (content instanceof byte[] bytes) {
      writeBinary(bytes);
    } else if (content instanceof List) {
      List<Node> children = node.children();
      writeListSize(children.size());
      for (int i = 0; i < children.size(); i++) {
        writeNode(children.get(i));
      }
    } else if (content != null) {
      writeValue(content);
    }
  }

  private void writeListSize(int members) {
    if (members == 0) {
      write(Wire.LIST_EMPTY);
    } else if (members < 256) {
      write(Wire.LIST_8, members);
    } else if (members <= Wire.MAX_LIST) {
      write(Wire.LIST_16, members >> 8);
      write(members);
    } else {
      throw new IllegalArgumentException("A list of " + members + " members cannot be encoded.");
    }
  }

  private void writeValue(Object value) {
    if (value instanceof Jid jid) {
      writeJid(jid);
    } else {
      writeText((String) value);
    }
  }

  /** Rules 3 to 7 of spec/transport.md 4.3. */
  private void writeText(String text) {
    int code = Dictionary.code(text);
    if (code >= 256) {
      write(Wire.DOUBLE_0 - 1 + (code >> 8), code);
    } else if (code >= 0) {
      write(code);
    } else if (text.length() <= Wire.MAX_PACKED) {
      writeShortText(text);
    } else {
      writeBinary(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writeShortText(String text) {
    int length = text.length();
    int kinds = length == 0 ? 0 : PackedText.NIBBLE | PackedText.HEX;
    int seen = 0;
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      seen |= character;
      kinds &= PackedText.kinds(character);
    }
    if ((kinds & PackedText.NIBBLE) != 0) {
      writePacked(Wire.NIBBLE_8, text);
    } else if (kinds != 0) {
      writePacked(Wire.HEX_8, text);
    } else if (seen < 128) {
      write(Wire.BINARY_8, length); // the empty text too: FC 00, D-8
      reserve(length);
      for (int i = 0; i < length; i++) {
        out[size++] = (byte) text.charAt(i);
      }
    } else {
      writeBinary(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writePacked(int kind, String text) {
    int length = text.length();
    int odd = length & 1;
    write(kind, odd << 7 | (length + 1) >> 1);
    reserve((length + 1) >> 1);
    for (int i = 0; i < length - odd; i += 2) {
      int high = PackedText.value(text.charAt(i));
      out[size++] = (byte) (high << 4 | PackedText.value(text.charAt(i + 1)));
    }
    if (odd != 0) {
      out[size++] = (byte) (PackedText.value(text.charAt(length - 1)) << 4 | PackedText.PAD);
    }
  }

  /** Bytes are always raw, even when they spell a word: rule 7. */
  private void writeBinary(byte[] bytes) {
    int length = bytes.length;
    if (length < 1 << 8) {
      write(Wire.BINARY_8, length);
    } else if (length < 1 << 20) {
      write(Wire.BINARY_20, length >> 16);
      write(length >> 8, length);
    } else {
      write(Wire.BINARY_32, length >> 24);
      write(length >> 16, length >> 8);
      write(length);
    }
    reserve(length);
    System.arraycopy(bytes, 0, out, size, length);
    size += length;
  }

  /** The forms of spec/transport.md 5.4. */
  private void writeJid(Jid jid) {
    int domain = JidForm.domain(jid);
    if (domain >= 0) {
      write(Wire.AD_JID, domain);
      write(jid.device());
      writeText(jid.user());
      return;
    }
    int dash = JidForm.integratorEnd(jid);
    if (dash > 0) {
      int integrator = Integer.parseInt(jid.user(), 0, dash, 10);
      write(Wire.INTEROP_JID);
      writeText(jid.user().substring(dash + 1));
      write(jid.device() >> 8, jid.device());
      write(integrator >> 8, integrator);
    } else if (jid.server().equals(Jid.MESSENGER)) {
      write(Wire.FB_JID);
      writeText(jid.user());
      write(jid.device() >> 8, jid.device());
    } else {
      write(Wire.JID_PAIR);
      if (jid.user().isEmpty()) {
        write(Wire.LIST_EMPTY);
      } else {
        writeText(jid.user());
      }
    }
    writeText(jid.server());
  }

  private void write(int value) {
    reserve(1);
    out[size++] = (byte) value;
  }

  private void write(int first, int second) {
    reserve(2);
    out[size++] = (byte) first;
    out[size++] = (byte) second;
  }

  private void reserve(int more) {
    if (out.length - size < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    if (more > MAX_SIZE - size) {
      throw new IllegalArgumentException("A node of 16 MiB cannot be encoded.");
    }
    out = Arrays.copyOf(out, Math.max(size + more, Math.min(2 * out.length, MAX_SIZE)));
  }
}
