package org.amarula.messaging.internal.stanza;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.amarula.crypto.kdf.Hash;

/** Ids of own messages, spec/signal.md 5.6. */
public final class MessageId {
  private MessageId() {}

  /**
   * An id that no other message has.
   *
   * @param unixSeconds the time
   * @param ownUser the user part of the own phone number, or empty
   * @param random 16 random bytes
   */
  public static String of(long unixSeconds, String ownUser, byte[] random) {
    String account = ownUser.isEmpty() ? "" : ownUser + "@c.us";
    byte[] name = account.getBytes(StandardCharsets.UTF_8);
    ByteBuffer input = ByteBuffer.allocate(8 + name.length + random.length);
    input.putLong(unixSeconds).put(name).put(random);
    byte[] hash = Hash.sha256(input.array());
    return "3EB0" + HexFormat.of().withUpperCase().formatHex(hash, 0, 9);
  }
}
