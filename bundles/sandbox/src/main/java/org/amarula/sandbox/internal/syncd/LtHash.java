package org.amarula.sandbox.internal.syncd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.amarula.crypto.kdf.Hkdf;

/** The order-free hash of a collection's records (spec features.md 3.4). Changes in place. */
final class LtHash {
  private static final byte[] INFO = "WhatsApp Patch Integrity".getBytes(US_ASCII);
  private static final int LENGTH = 128;

  private final byte[] sum;

  LtHash() {
    this(new byte[LENGTH]);
  }

  LtHash(byte[] sum) {
    this.sum = sum.clone();
  }

  void add(byte[] valueMac) {
    change(valueMac, 1);
  }

  void subtract(byte[] valueMac) {
    change(valueMac, -1);
  }

  private void change(byte[] valueMac, int sign) {
    byte[] expanded = Hkdf.sha256(valueMac, null, INFO, LENGTH);
    for (int i = 0; i < LENGTH; i += 2) {
      int word = word(sum, i) + sign * word(expanded, i);
      sum[i] = (byte) word;
      sum[i + 1] = (byte) (word >> 8);
    }
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
  }

  byte[] bytes() {
    return sum.clone();
  }
}
