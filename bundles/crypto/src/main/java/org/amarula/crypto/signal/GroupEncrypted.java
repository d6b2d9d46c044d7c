package org.amarula.crypto.signal;

/**
 * The outcome of an encryption for a group: commit {@link #record()} durably before {@link
 * #bytes()} leave (spec signal.md 10.2). Short-lived; the byte array is handed over, not copied.
 */
public final class GroupEncrypted {
  private final SenderKeyRecord record;
  private final byte[] bytes;

  GroupEncrypted(SenderKeyRecord record, byte[] bytes) {
    this.record = record;
    this.bytes = bytes;
  }

  /** The record that replaces the one passed in. */
  public SenderKeyRecord record() {
    return record;
  }

  /** Always {@link CiphertextType#SKMSG}. */
  public CiphertextType type() {
    return CiphertextType.SKMSG;
  }

  /** The message as it goes into {@code enc}. */
  public byte[] bytes() {
    return bytes;
  }
}
