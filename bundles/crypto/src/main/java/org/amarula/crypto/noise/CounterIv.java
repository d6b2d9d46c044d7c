package org.amarula.crypto.noise;

/** The iv of transport.md 2.2: twelve bytes, zero but for the 32-bit counter in bytes 8 to 11. */
final class CounterIv {
  /** Counters never wrap: the connection ends before 2^32 frames (transport.md 2.6). */
  static final long LIMIT = (1L << 32) - 1;

  private CounterIv() {}

  static byte[] of(long counter) {
    byte[] iv = new byte[12];
    iv[8] = (byte) (counter >>> 24);
    iv[9] = (byte) (counter >>> 16);
    iv[10] = (byte) (counter >>> 8);
    iv[11] = (byte) counter;
    return iv;
  }
}
