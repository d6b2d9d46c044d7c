package org.amarula.crypto.cipher;

/** AES-256-CTR with a 128-bit big-endian counter that starts at the iv. Stateless, thread-safe. */
public final class AesCtr {
  private AesCtr() {}

  /** Encrypts or decrypts: the same operation, and the result is as long as the input. */
  public static byte[] apply(byte[] key, byte[] iv, byte[] input) {
    return RawAes.run(RawAes.Mode.CTR, true, key, iv, input);
  }
}
