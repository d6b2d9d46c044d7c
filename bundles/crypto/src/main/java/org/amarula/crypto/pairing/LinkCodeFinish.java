package org.amarula.crypto.pairing;

/**
 * What the companion sends and keeps at the end of a link-code exchange. Persist {@link #advSecret}
 * before sending {@link #wrappedBundle} (transport.md 8.4). Immutable; arrays are copied out.
 */
public final class LinkCodeFinish {
  private final byte[] wrappedBundle;
  private final byte[] advSecret;

  LinkCodeFinish(byte[] wrappedBundle, byte[] advSecret) {
    this.wrappedBundle = wrappedBundle;
    this.advSecret = advSecret;
  }

  /** The wrapped key bundle, 156 bytes. */
  public byte[] wrappedBundle() {
    return wrappedBundle.clone();
  }

  /** The secret that replaces the adv secret of the credentials, 32 bytes. */
  public byte[] advSecret() {
    return advSecret.clone();
  }

  @Override
  public String toString() {
    return "LinkCodeFinish[hidden]";
  }
}
