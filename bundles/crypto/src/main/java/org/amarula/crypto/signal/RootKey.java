package org.amarula.crypto.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.amarula.crypto.kdf.Hkdf;

/** A root key and the chain key derived beside it. */
record RootKey(byte[] key, byte[] chainKey) {
  private static final byte[] FIRST = "WhisperText".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RATCHET = "WhisperRatchet".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  /** Root 0 and chain 0 from the master secret of X3DH, spec signal.md 3.2. */
  static RootKey first(byte[] masterSecret) {
    return split(Hkdf.sha256(masterSecret, NO_SALT, FIRST, 64));
  }

  /** One half of a DH ratchet step, spec signal.md 3.4. */
  static RootKey step(byte[] rootKey, byte[] agreement) {
    return split(Hkdf.sha256(agreement, rootKey, RATCHET, 64));
  }

  private static RootKey split(byte[] okm) {
    return new RootKey(Arrays.copyOfRange(okm, 0, 32), Arrays.copyOfRange(okm, 32, 64));
  }
}
