package org.amarula.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.amarula.api.jid.Jid;

/** Nodes by chance, such that decoding what they encode to gives them back. */
final class RandomNodes {
  private static final String[] SERVERS = {
    Jid.PN,
    Jid.LID,
    Jid.GROUP,
    Jid.BROADCAST,
    Jid.NEWSLETTER,
    Jid.CALL,
    Jid.BOT,
    Jid.HOSTED,
    Jid.HOSTED_LID,
    Jid.MESSENGER,
    Jid.INTEROP,
    Jid.LEGACY_PN,
    "example.org"
  };
  private static final String[] ALPHABETS = {
    "0123456789", "0123456789-.", "0123456789ABCDEF", "abcdefgh", "aé€😀z", "ABCDEFG", "@:_.\0\n"
  };

  private final Random random;

  RandomNodes(Random random) {
    this.random = random;
  }

  Node node() {
    return node(1);
  }

  private Node node(int depth) {
    NodeBuilder builder = Node.builder(text(1));
    int attributes = random.nextInt(8) == 0 ? random.nextInt(200) : random.nextInt(6);
    for (int i = 0; i < attributes; i++) {
      String key = text(0);
      if (random.nextInt(3) == 0) {
        builder.attribute(key, jid());
      } else {
        builder.attribute(key, text(0));
      }
    }
    addContent(builder, depth);
    return builder.build();
  }

  private void addContent(NodeBuilder builder, int depth) {
    switch (random.nextInt(6)) {
      case 0:
        break;
      case 1:
        builder.jid(jid());
        break;
      case 2:
        builder.text(random.nextBoolean() ? word() : characters(ALPHABETS[1], 1 + size(126)));
        break;
      case 3:
        builder.bytes(bytes(random.nextInt(64) == 0 ? random.nextInt(1 << 17) : size(600)));
        break;
      default:
        builder.children(children(depth));
        break;
    }
  }

  private List<Node> children(int depth) {
    int most = depth > 6 ? 1 : random.nextInt(32) == 0 ? 300 >> depth : 4;
    List<Node> children = new ArrayList<>();
    for (int i = random.nextInt(most); i > 0; i--) {
      children.add(node(depth + 1));
    }
    return children;
  }

  Jid jid() {
    String server = SERVERS[random.nextInt(SERVERS.length)];
    String digits = characters(ALPHABETS[0], size(20));
    switch (server) {
      case Jid.PN:
        return new Jid(
            digits, random.nextInt(8) == 0 ? 2 + random.nextInt(99) : 0, device(), server);
      case Jid.LID, Jid.HOSTED, Jid.HOSTED_LID:
        return Jid.of(digits, device(), server);
      case Jid.MESSENGER:
        return Jid.of(digits, random.nextInt(65536), server);
      case Jid.INTEROP:
        return Jid.of(random.nextInt(65536) + "-" + digits, random.nextInt(65536), server);
      default:
        return Jid.of(random.nextBoolean() ? digits : characters("ab-09", size(12)), server);
    }
  }

  private int device() {
    return random.nextBoolean() ? 0 : random.nextInt(256);
  }

  private String text(int least) {
    if (random.nextInt(2) == 0) {
      return word();
    }
    int length = random.nextInt(64) == 0 ? random.nextInt(70_000) : size(140);
    return characters(ALPHABETS[random.nextInt(ALPHABETS.length)], Math.max(least, length));
  }

  private String word() {
    return random.nextBoolean()
        ? Dictionary.single(1 + random.nextInt(235))
        : Dictionary.pair(random.nextInt(4), random.nextInt(256));
  }

  private String characters(String alphabet, int length) {
    int[] points = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  // Small sizes often, large ones sometimes.
  private int size(int most) {
    return random.nextInt(1 + random.nextInt(most));
  }
}
