package org.amarula.crypto.pairing;

import org.amarula.crypto.curve.SignalPublicKey;

/**
 * What a verified pair-success yields. Store {@link #signedIdentity} before sending {@link #reply}
 * (transport.md 7.4, step 5). Immutable; arrays are copied out.
 */
public final class PairingResult {
  private final byte[] signedIdentity;
  private final byte[] reply;
  private final byte[] accountSignatureKey;
  private final long keyIndex;

  PairingResult(byte[] signedIdentity, byte[] reply, byte[] accountSignatureKey, long keyIndex) {
    this.signedIdentity = signedIdentity;
    this.reply = reply;
    this.accountSignatureKey = accountSignatureKey;
    this.keyIndex = keyIndex;
  }

  /** The ADVSignedDeviceIdentity to store, with the account key and our device signature. */
  public byte[] signedIdentity() {
    return signedIdentity.clone();
  }

  /** The ADVSignedDeviceIdentity of the reply, which leaves the account key out. */
  public byte[] reply() {
    return reply.clone();
  }

  /** The account's raw public key, 32 bytes. */
  public byte[] accountSignatureKey() {
    return accountSignatureKey.clone();
  }

  /** The Signal identity of the phone, device 0: {@code 05 || accountSignatureKey}. */
  public byte[] primaryIdentity() {
    return SignalPublicKey.encode(accountSignatureKey);
  }

  /** The key-index attribute of the reply, an unsigned 32-bit number. */
  public long keyIndex() {
    return keyIndex;
  }

  @Override
  public String toString() {
    return "PairingResult[keyIndex=" + keyIndex + "]";
  }
}
