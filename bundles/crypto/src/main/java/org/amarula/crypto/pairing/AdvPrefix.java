package org.amarula.crypto.pairing;

import java.util.Arrays;

/** The two bytes before each signed ADV message, which keep signatures of one kind from another. */
enum AdvPrefix {
  ACCOUNT(0x00),
  DEVICE(0x01),
  KEY_INDEX_LIST(0x02),
  HOSTED_ACCOUNT(0x05),
  HOSTED_DEVICE(0x06);

  private final byte kind;

  AdvPrefix(int kind) {
    this.kind = (byte) kind;
  }

  byte[] bytes() {
    return new byte[] {0x06, kind};
  }

  /** The prefix, followed by the parts: a message to sign or verify. */
  byte[] message(byte[]... parts) {
    int length = 2;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] message = Arrays.copyOf(bytes(), length);
    int at = 2;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, message, at, part.length);
      at += part.length;
    }
    return message;
  }
}
