package org.amarula.crypto.cipher;

/** One way of computing AES-GCM with a fixed key. Kept and used by one thread at a time. */
interface GcmEngine {
  /** Encrypts, tag appended, into the output from its offset. */
  void seal(byte[] iv, byte[] aad, byte[] in, int at, int length, byte[] out, int outAt);

  /** Decrypts ciphertext and tag, or throws when the tag is wrong. */
  byte[] open(byte[] iv, byte[] aad, byte[] in, int at, int length)
      throws InvalidCiphertextException;
}
