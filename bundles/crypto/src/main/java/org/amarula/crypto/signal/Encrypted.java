package org.amarula.crypto.signal;

/**
 * The outcome of an encryption: commit {@link #record()} durably before {@link #bytes()} leave
 * (spec signal.md 10.2). Short-lived; the byte array is handed over, not copied.
 */
public final class Encrypted {
  private final SessionRecord record;
  private final CiphertextType type;
  private final byte[] bytes;

  Encrypted(SessionRecord record, CiphertextType type, byte[] bytes) {
    this.record = record;
    this.type = type;
    this.bytes = bytes;
  }

  /** The record that replaces the one passed in. */
  public SessionRecord record() {
    return record;
  }

  public CiphertextType type() {
    return type;
  }

  /** The message as it goes into {@code enc}. */
  public byte[] bytes() {
    return bytes;
  }
}
