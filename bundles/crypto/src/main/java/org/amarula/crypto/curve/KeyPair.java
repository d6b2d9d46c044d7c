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
  private final byte[] privateKey;
  private final byte[] publicKey;
  private volatile byte[] edwardsPublicKey = new byte[0];

  private KeyPair(byte[] clamped) {
    this.privateKey = clamped;
    this.publicKey = X25519Agreement.publicKey(clamped);
  }

  /** A fresh pair. */
  public static KeyPair generate(SecureRandom random) {
    byte[] privateKey = new byte[X25519Agreement.KEY_LENGTH];
    random.nextBytes(privateKey);
    X25519.clampPrivateKey(privateKey);
    return new KeyPair(privateKey);
  }

  /** The pair of 32 private bytes, which are copied and clamped. */
  public static KeyPair ofPrivate(byte[] privateKey) {
    X25519Agreement.requirePrivate(privateKey);
    byte[] clamped = privateKey.clone();
    X25519.clampPrivateKey(clamped);
    return new KeyPair(clamped);
  }

  /** A copy of the clamped private key. */
  public byte[] privateKey() {
    return privateKey.clone();
  }

  /** A copy of the raw public key, 32 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The public key in Signal form, {@code 05 || u}, 33 bytes. */
  public byte[] signalPublicKey() {
    return SignalPublicKey.encode(publicKey);
  }

  /** The X25519 agreement of this private key with another's raw public key. */
  public byte[] agree(byte[] publicKey32) throws InvalidKeyException {
    return X25519Agreement.agree(privateKey, publicKey32);
  }

  /** An XEdDSA signature, 64 bytes; the Edwards form of the public key is computed only once. */
  public byte[] sign(byte[] message, SecureRandom random) {
    byte[] nonce = new byte[XEdDsa.SIGNATURE_LENGTH];
    random.nextBytes(nonce);
    byte[] edwards = edwardsPublicKey; // signal.md 14: cache A per identity key
    if (edwards.length == 0) {
      edwards = EdwardsBase.multiply(privateKey);
      edwardsPublicKey = edwards;
    }
    return XEdDsa.sign(privateKey, edwards, message, nonce);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPair pair && MessageDigest.isEqual(privateKey, pair.privateKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicKey);
  }

  @Override
  public String toString() {
    return "KeyPair[" + HexFormat.of().formatHex(Hash.sha256(publicKey), 0, 8) + "]";
  }
}
