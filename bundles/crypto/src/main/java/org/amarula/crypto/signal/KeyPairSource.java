package org.amarula.crypto.signal;

import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;

/** Where base keys and ratchet keys come from. Called only when a key will really be used. */
@FunctionalInterface
public interface KeyPairSource {
  /** A fresh pair, never handed out before. */
  KeyPair next();

  /** Pairs from a secure random generator. */
  static KeyPairSource random(SecureRandom random) {
    return () -> KeyPair.generate(random);
  }
}
