package org.amarula.crypto.signal;

import java.util.OptionalInt;

/**
 * What the server hands out to start a session with one device, spec signal.md 2.3. Immutable. The
 * signature is verified by {@link SessionCipher#processBundle}, not here.
 */
public final class PreKeyBundle {
  private static final int SIGNATURE_LENGTH = 64;

  private final int registrationId;
  private final byte[] identityKey;
  private final int signedPreKeyId;
  private final byte[] signedPreKey;
  private final byte[] signature;
  private final int preKeyId;
  private final byte[] preKey;

  /** A bundle without one-time pre-key; public keys are 33 bytes, the signature 64. */
  public PreKeyBundle(
      int registrationId,
      byte[] identityKey,
      int signedPreKeyId,
      byte[] signedPreKey,
      byte[] signature)
      throws InvalidKeyException {
    this(
        registrationId,
        key(identityKey, "Identity key"),
        signedPreKeyId,
        key(signedPreKey, "Signed pre-key"),
        signature.clone(),
        0,
        new byte[0]);
    if (signature.length != SIGNATURE_LENGTH) {
      throw new InvalidKeyException("Signature has " + signature.length + " bytes, not 64");
    }
  }

  private PreKeyBundle(
      int registrationId,
      byte[] identityKey,
      int signedPreKeyId,
      byte[] signedPreKey,
      byte[] signature,
      int preKeyId,
      byte[] preKey) {
    this.registrationId = registrationId;
    this.identityKey = identityKey;
    this.signedPreKeyId = signedPreKeyId;
    this.signedPreKey = signedPreKey;
    this.signature = signature;
    this.preKeyId = preKeyId;
    this.preKey = preKey;
  }

  /** The same bundle with a one-time pre-key. Spec 2.1: id 0 counts as absent. */
  public PreKeyBundle withPreKey(int id, byte[] publicKey) throws InvalidKeyException {
    return id == 0
        ? this
        : new PreKeyBundle(
            registrationId,
            identityKey,
            signedPreKeyId,
            signedPreKey,
            signature,
            id,
            key(publicKey, "One-time pre-key"));
  }

  public int registrationId() {
    return registrationId;
  }

  /** The remote identity, 33 bytes; compare it with the stored one before processing. */
  public byte[] identityKey() {
    return identityKey.clone();
  }

  public int signedPreKeyId() {
    return signedPreKeyId;
  }

  public byte[] signedPreKey() {
    return signedPreKey.clone();
  }

  public byte[] signature() {
    return signature.clone();
  }

  /** The id of the one-time pre-key, if the bundle has one. */
  public OptionalInt preKeyId() {
    return preKeyId == 0 ? OptionalInt.empty() : OptionalInt.of(preKeyId);
  }

  /** The one-time pre-key, 33 bytes; empty when {@link #preKeyId()} is. */
  public byte[] preKey() {
    return preKey.clone();
  }

  private static byte[] key(byte[] key, String name) throws InvalidKeyException {
    if (!PublicKeys.isValid(key)) {
      throw new InvalidKeyException(name + " must be 33 bytes that start with 05");
    }
    return key.clone();
  }
}
