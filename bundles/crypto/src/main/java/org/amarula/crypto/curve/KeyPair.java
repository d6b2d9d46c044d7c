package org.amarula.crypto.curve;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.amarula.crypto.kdf.Hash;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * An X25519 key pair: the private key is kept clamped, the public key raw (32 bytes). Immutable and
 * thread-safe; arrays are copied in and out, equality takes constant time, and {@link #toString}
 * shows a fingerprint of the public key only.
 */
public final class KeyPair {
  private static final byte[] UNKNOWN = new byte[0];

  private final byte[] privateKey;
  private volatile byte[] publicKey;
  private volatile byte[] edwardsPublicKey;

  private KeyPair(byte[] clamped, byte[] publicKey, byte[] edwardsPublicKey) {
    this.privateKey = clamped;
    this.publicKey = publicKey;
    this.edwardsPublicKey = edwardsPublicKey;
  }

  /** A fresh pair. */
  public static KeyPair generate(SecureRandom random) {
    byte[] privateKey = new byte[X25519Agreement.KEY_LENGTH];
    random.nextBytes(privateKey);
    X25519.clampPrivateKey(privateKey);
    return new KeyPair(privateKey, UNKNOWN, UNKNOWN);
  }

  /**
   * The pair of 32 private bytes, which are copied and clamped. The public key is computed when it
   * is asked for: many a stored pair only agrees or signs.
   */
  public static KeyPair ofPrivate(byte[] privateKey) {
    X25519Agreement.requirePrivate(privateKey);
    byte[] clamped = privateKey.clone();
    X25519.clampPrivateKey(clamped);
    return new KeyPair(clamped, UNKNOWN, UNKNOWN);
  }

  /**
   * A pair that was stored with both forms of its public key, so that neither is computed again.
   * The two forms are compared with each other, but not with the private key: whoever stored them
   * knows that they belong together. A signature by keys that are no pair verifies nowhere.
   *
   * @throws InvalidKeyException when the forms are not of one public key
   */
  public static KeyPair ofStored(byte[] privateKey, byte[] publicKey32, byte[] edwardsPublicKey)
      throws InvalidKeyException {
    X25519Agreement.requirePrivate(privateKey);
    if (!XEdDsa.isEdwardsForm(edwardsPublicKey, publicKey32)) {
      throw new InvalidKeyException("The stored forms of a public key do not belong together.");
    }
    byte[] clamped = privateKey.clone();
    X25519.clampPrivateKey(clamped);
    return new KeyPair(clamped, publicKey32.clone(), edwardsPublicKey.clone());
  }

  /** A copy of the clamped private key. */
  public byte[] privateKey() {
    return privateKey.clone();
  }

  /** A copy of the raw public key, 32 bytes. */
  public byte[] publicKey() {
    return sharedPublicKey().clone();
  }

  private byte[] sharedPublicKey() {
    byte[] known = publicKey;
    if (known.length == 0) {
      known = X25519Agreement.publicKey(privateKey);
      publicKey = known;
    }
    return known;
  }

  /** A copy of the compressed Edwards form of the public key, 32 bytes, as signing needs it. */
  public byte[] edwardsPublicKey() {
    return sharedEdwardsKey().clone();
  }

  private byte[] sharedEdwardsKey() {
    byte[] known = edwardsPublicKey; // signal.md 14: cache A per identity key
    if (known.length == 0) {
      known = EdwardsBase.multiply(privateKey);
      edwardsPublicKey = known;
    }
    return known;
  }

  /** The public key in Signal form, {@code 05 || u}, 33 bytes. */
  public byte[] signalPublicKey() {
    return SignalPublicKey.encode(sharedPublicKey());
  }

  /** The X25519 agreement of this private key with another's raw public key. */
  public byte[] agree(byte[] publicKey32) throws InvalidKeyException {
    return X25519Agreement.agree(privateKey, publicKey32);
  }

  /** An XEdDSA signature, 64 bytes; the Edwards form of the public key is computed only once. */
  public byte[] sign(byte[] message, SecureRandom random) {
    byte[] nonce = new byte[XEdDsa.SIGNATURE_LENGTH];
    random.nextBytes(nonce);
    return XEdDsa.sign(privateKey, sharedEdwardsKey(), message, nonce);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPair pair && MessageDigest.isEqual(privateKey, pair.privateKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sharedPublicKey());
  }

  @Override
  public String toString() {
    return "KeyPair[" + HexFormat.of().formatHex(Hash.sha256(sharedPublicKey()), 0, 8) + "]";
  }
}
