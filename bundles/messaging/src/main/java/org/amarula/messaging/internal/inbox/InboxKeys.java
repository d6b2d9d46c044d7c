package org.amarula.messaging.internal.inbox;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.kdf.Hash;

/** Hashes by which stanzas are known again, spec/signal.md 10.3. */
public final class InboxKeys {
  private static final byte[] END = {0, 0, 0};

  private InboxKeys() {}

  /**
   * The hash of one ciphertext.
   *
   * @param kind {@code prekey}, {@code normal} or {@code senderkey}
   * @param chat the group for a sender key's message, else empty
   * @param author the device's key in storage
   */
  public static String ofCiphertext(byte[] ciphertext, String kind, String chat, String author) {
    String context = '\0' + kind + '\0' + (chat.isEmpty() ? "" : chat + '\0') + author;
    byte[] text = context.getBytes(StandardCharsets.UTF_8);
    byte[] input = new byte[ciphertext.length + text.length + END.length];
    System.arraycopy(ciphertext, 0, input, 0, ciphertext.length);
    System.arraycopy(text, 0, input, ciphertext.length, text.length);
    return HexFormat.of().formatHex(Hash.sha256(input));
  }

  /** The hash of one message: who wrote what to whom. */
  public static String ofMessage(Jid chat, Jid author, String id) {
    String text = chat + "\0" + author + "\0" + id;
    return HexFormat.of().formatHex(Hash.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }
}
