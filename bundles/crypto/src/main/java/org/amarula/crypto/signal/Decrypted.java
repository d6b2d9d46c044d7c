package org.amarula.crypto.signal;

import java.util.OptionalInt;

/**
 * The outcome of a decryption: commit {@link #record()}, the identity and the deletion of the
 * consumed pre-key in one transaction before the plaintext is used (spec signal.md 3.5, 10.2).
 * Short-lived; {@link #plaintext()} is handed over, not copied.
 */
public final class Decrypted {
  private final SessionRecord record;
  private final byte[] plaintext;
  private final byte[] identityKey;
  private final boolean newSession;
  private final int consumedPreKeyId;

  Decrypted(
      SessionRecord record,
      byte[] plaintext,
      byte[] identityKey,
      boolean newSession,
      int consumedPreKeyId) {
    this.record = record;
    this.plaintext = plaintext;
    this.identityKey = identityKey;
    this.newSession = newSession;
    this.consumedPreKeyId = consumedPreKeyId;
  }

  /** The record that replaces the one passed in. */
  public SessionRecord record() {
    return record;
  }

  /** The content, still with the padding of {@link MessagePadding} that the sender added. */
  public byte[] plaintext() {
    return plaintext;
  }

  /**
   * The authenticated identity of the sender, 33 bytes. Store it as the peer's identity only when
   * {@link #newSession()}: a late message of an archived session may carry a former one.
   */
  public byte[] identityKey() {
    return identityKey.clone();
  }

  /** Whether this message built the session it was decrypted in. */
  public boolean newSession() {
    return newSession;
  }

  /** The one-time pre-key to delete, if this message used one. */
  public OptionalInt consumedPreKeyId() {
    return consumedPreKeyId == 0 ? OptionalInt.empty() : OptionalInt.of(consumedPreKeyId);
  }
}
