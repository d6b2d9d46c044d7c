package org.amarula.messaging.internal.receive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.stanza.Answers;

/** One {@code enc} of a message. */
final class Ciphertext {
  private static final int MAX_COUNT = 8; // spec/signal.md 7.2
  private static final int MAX_BYTES = 1 << 20;

  private final Kind kind;
  private final byte[] bytes;
  private final int count;

  private Ciphertext(Kind kind, byte[] bytes, int count) {
    this.kind = kind;
    this.bytes = bytes;
    this.count = count;
  }

  /** The kinds that can be decrypted. */
  enum Kind {
    /** Starts or belongs to a session. */
    PRE_KEY("prekey"),
    /** Belongs to a session. */
    SESSION("normal"),
    /** Under a group's sender key. */
    SENDER_KEY("senderkey");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The name that goes into hashes. */
    String text() {
      return text;
    }
  }

  Kind kind() {
    return kind;
  }

  /** Shared: nobody writes to it. */
  byte[] bytes() {
    return bytes;
  }

  /** How often the sender has tried already, 0 for the first time. */
  int count() {
    return count;
  }

  /**
   * The children of a message that can be decrypted, in the order to open them; or the code to
   * refuse it with.
   */
  static Parsed all(Node message) {
    List<Node> encs = message.children("enc");
    if (encs.size() > MAX_COUNT) {
      return new Parsed(List.of(), Answers.UNPARSABLE);
    }
    List<Ciphertext> all = new ArrayList<>();
    int refusal = Answers.UNRECOGNIZED;
    for (Node enc : encs) {
      Optional<Kind> kind = kind(enc);
      if (kind.isEmpty()) {
        refusal = enc.hasAttribute("type", "msmsg") ? Answers.NO_MESSAGE_SECRET : refusal;
        continue;
      }
      byte[] bytes = enc.contentAsBytes().orElseGet(() -> new byte[0]);
      if (bytes.length == 0 || bytes.length > MAX_BYTES) {
        return new Parsed(List.of(), Answers.UNPARSABLE);
      }
      long count = Math.max(0, Math.min(enc.numberAttribute("count").orElse(0), 100));
      all.add(new Ciphertext(kind.get(), bytes, (int) count));
    }
    // 7.2: a sender key first, then what is encrypted under it
    all.sort(Comparator.comparing(one -> one.kind() == Kind.SENDER_KEY));
    return new Parsed(all, refusal);
  }

  private static Optional<Kind> kind(Node enc) {
    if (!enc.attribute("v").orElse("2").equals("2")) {
      return Optional.empty(); // 5.1: other versions are other services' messages
    }
    return switch (enc.attribute("type").orElse("")) {
      case "pkmsg" -> Optional.of(Kind.PRE_KEY);
      case "msg" -> Optional.of(Kind.SESSION);
      case "skmsg" -> Optional.of(Kind.SENDER_KEY);
      default -> Optional.empty();
    };
  }

  /**
   * What a message holds.
   *
   * @param all what can be decrypted
   * @param refusal the code of the refusal when that is nothing
   */
  record Parsed(List<Ciphertext> all, int refusal) {}
}
