package org.amarula.crypto.pairing;

import java.security.MessageDigest;
import java.util.Arrays;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.curve.KeyPair;

/** The phone's side of one link-code exchange (transport.md 8.6). Immutable. */
public final class LinkCodePrimary {
  private static final byte[] NO_AAD = new byte[0];

  private final KeyPair ephemeral;
  private final KeyPair account;

  /** An exchange with this ephemeral key, used for it alone, and the account's identity key. */
  public LinkCodePrimary(KeyPair ephemeral, KeyPair account) {
    this.ephemeral = ephemeral;
    this.account = account;
  }

  /**
   * Opens the companion's key bundle and returns the adv secret, 32 bytes.
   *
   * @param companionEphemeral the companion's unwrapped ephemeral key
   * @param companionIdentity the identity key beside the bundle, raw
   * @throws LinkCodeRefusedException when it does not authenticate, as after a wrong code, or is
   *     for other identities
   */
  public byte[] open(byte[] companionEphemeral, byte[] companionIdentity, byte[] wrappedBundle)
      throws LinkCodeRefusedException {
    if (wrappedBundle.length != LinkCodeSecrets.WRAPPED_LENGTH) {
      throw new LinkCodeRefusedException("A wrapped key bundle has 156 bytes.");
    }
    byte[] shared = LinkCodeSecrets.agree(ephemeral, companionEphemeral);
    byte[] bundle = unwrap(shared, wrappedBundle);
    if (!MessageDigest.isEqual(part(bundle, 0), companionIdentity)
        || !MessageDigest.isEqual(part(bundle, 1), account.publicKey())) {
      throw new LinkCodeRefusedException("The key bundle is for other identities.");
    }
    byte[] identityShared = LinkCodeSecrets.agree(account, companionIdentity);
    return LinkCodeSecrets.advSecret(shared, identityShared, part(bundle, 2));
  }

  private static byte[] unwrap(byte[] shared, byte[] wrapped) throws LinkCodeRefusedException {
    int sealedAt = LinkCodeSecrets.SALT + LinkCodeSecrets.NONCE;
    byte[] salt = Arrays.copyOfRange(wrapped, 0, LinkCodeSecrets.SALT);
    byte[] nonce = Arrays.copyOfRange(wrapped, LinkCodeSecrets.SALT, sealedAt);
    try {
      return new AesGcm(LinkCodeSecrets.bundleKey(shared, salt))
          .open(nonce, NO_AAD, wrapped, sealedAt, wrapped.length - sealedAt);
    } catch (InvalidCiphertextException e) {
      throw new LinkCodeRefusedException("The key bundle does not authenticate.", e);
    }
  }

  private static byte[] part(byte[] bundle, int index) {
    int from = index * LinkCodeSecrets.PART;
    return Arrays.copyOfRange(bundle, from, from + LinkCodeSecrets.PART);
  }
}
