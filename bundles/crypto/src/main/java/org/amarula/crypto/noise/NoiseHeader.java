package org.amarula.crypto.noise;

/**
 * The four bytes {@code 57 41 06 03} that open each connection and are the Noise prologue: "WA",
 * protocol 6, dictionary 3 (transport.md 1.2).
 */
public final class NoiseHeader {
  private static final byte[] BYTES = {0x57, 0x41, 0x06, 0x03};

  private NoiseHeader() {}

  /** A copy of the header. */
  public static byte[] bytes() {
    return BYTES.clone();
  }
}
