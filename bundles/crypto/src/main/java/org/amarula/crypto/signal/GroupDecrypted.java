package org.amarula.crypto.signal;

/**
 * The outcome of a decryption: commit {@link #record()} together with the plaintext's row (spec
 * signal.md 10.2). Short-lived; {@link #plaintext()} is handed over, not copied.
 */
public final class GroupDecrypted {
  private final SenderKeyRecord record;
  private final byte[] plaintext;

  GroupDecrypted(SenderKeyRecord record, byte[] plaintext) {
    this.record = record;
    this.plaintext = plaintext;
  }

  /** The record that replaces the one passed in. */
  public SenderKeyRecord record() {
    return record;
  }

  /** The content, still with the padding of {@link MessagePadding} that the sender added. */
  public byte[] plaintext() {
    return plaintext;
  }
}
