package org.amarula.crypto.pairing;

import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.curve.XEdDsa;

/**
 * The signature of an identity key over a signed pre-key, which covers the 33 bytes {@code 05 || u}
 * (signal.md 13.2). Stateless and thread-safe.
 */
public final class SignedPreKeySignature {
  private SignedPreKeySignature() {}

  /** Signs the public key of the pre-key pair; 64 bytes. */
  public static byte[] sign(KeyPair identity, KeyPair preKey, SecureRandom random) {
    return identity.sign(preKey.signalPublicKey(), random);
  }

  /** Whether the signature is right; both keys are raw, 32 bytes. */
  public static boolean verify(byte[] identityKey, byte[] preKey, byte[] signature) {
    return preKey.length == SignalPublicKey.LENGTH - 1
        && XEdDsa.verify(identityKey, SignalPublicKey.encode(preKey), signature);
  }
}
