package org.amarula.crypto.pairing;

import java.security.SecureRandom;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.curve.KeyPair;

/**
 * The companion's side of one link-code exchange, steps 3 to 9 of transport.md 8.4. Immutable; a
 * new request takes a new ephemeral key and hence a new object.
 */
public final class LinkCodeCompanion {
  private static final byte[] NO_AAD = new byte[0];

  private final KeyPair ephemeral;
  private final KeyPair identity;

  /** An exchange with this ephemeral key, used for it alone, and our identity key. */
  public LinkCodeCompanion(KeyPair ephemeral, KeyPair identity) {
    this.ephemeral = ephemeral;
    this.identity = identity;
  }

  /**
   * Makes the key bundle and the new adv secret.
   *
   * @param primaryEphemeral the phone's unwrapped ephemeral key
   * @param primaryIdentity the phone's raw identity key
   */
  public LinkCodeFinish finish(byte[] primaryEphemeral, byte[] primaryIdentity, SecureRandom random)
      throws LinkCodeRefusedException {
    byte[] advRandom = new byte[LinkCodeSecrets.PART];
    byte[] salt = new byte[LinkCodeSecrets.SALT];
    byte[] nonce = new byte[LinkCodeSecrets.NONCE];
    random.nextBytes(advRandom);
    random.nextBytes(salt);
    random.nextBytes(nonce);
    return finish(primaryEphemeral, primaryIdentity, advRandom, salt, nonce);
  }

  LinkCodeFinish finish(
      byte[] primaryEphemeral, byte[] primaryIdentity, byte[] advRandom, byte[] salt, byte[] nonce)
      throws LinkCodeRefusedException {
    byte[] shared = LinkCodeSecrets.agree(ephemeral, primaryEphemeral);
    byte[] identityShared = LinkCodeSecrets.agree(identity, primaryIdentity);
    byte[] bundle = LinkCodeSecrets.concat(identity.publicKey(), primaryIdentity, advRandom);
    byte[] sealed = new AesGcm(LinkCodeSecrets.bundleKey(shared, salt)).seal(nonce, NO_AAD, bundle);
    return new LinkCodeFinish(
        LinkCodeSecrets.concat(salt, nonce, sealed),
        LinkCodeSecrets.advSecret(shared, identityShared, advRandom));
  }
}
