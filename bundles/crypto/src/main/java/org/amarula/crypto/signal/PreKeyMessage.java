package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A PreKeySignalMessage on the wire, spec signal.md 3 and 3.1. It has no MAC of its own: what it
 * says is believed only after the message inside has verified.
 *
 * <pre>
 *  33 | 1 preKeyId? | 2 baseKey 33 | 3 identityKey 33 | 4 message | 5 registrationId | 6 signedPreKeyId
 * </pre>
 */
final class PreKeyMessage {
  private int preKeyId;
  private byte[] baseKey;
  private byte[] identityKey;
  private byte[] inner;
  private int registrationId;
  private boolean hasSignedPreKeyId;
  private int signedPreKeyId;

  private PreKeyMessage() {}

  static PreKeyMessage parse(byte[] message) throws InvalidMessageException {
    WireReader reader = WireReader.open(message, 0);
    PreKeyMessage parsed = new PreKeyMessage();
    reader.read((tag, input) -> parsed.accept(tag, input, reader));
    if (parsed.baseKey == null
        || parsed.identityKey == null
        || parsed.inner == null
        || !parsed.hasSignedPreKeyId) {
      throw WireReader.malformed("PreKeySignalMessage lacks a required field");
    }
    return parsed;
  }

  private boolean accept(int tag, CodedInputStream input, WireReader reader) throws IOException {
    switch (tag) {
      case 1 << 3:
        preKeyId = input.readUInt32();
        return true;
      case 2 << 3 | 2:
        baseKey = reader.publicKey();
        return true;
      case 3 << 3 | 2:
        identityKey = reader.publicKey();
        return true;
      case 4 << 3 | 2:
        inner = input.readByteArray();
        return true;
      case 5 << 3:
        registrationId = input.readUInt32();
        return true;
      case 6 << 3:
        signedPreKeyId = input.readUInt32();
        hasSignedPreKeyId = true;
        return true;
      default:
        return false;
    }
  }

  /** The one-time pre-key's id; 0 means none (spec 2.1). */
  int preKeyId() {
    return preKeyId;
  }

  byte[] baseKey() {
    return baseKey;
  }

  byte[] identityKey() {
    return identityKey;
  }

  byte[] inner() {
    return inner;
  }

  /** The sender's registration id, 0 when absent. */
  int registrationId() {
    return registrationId;
  }

  int signedPreKeyId() {
    return signedPreKeyId;
  }

  /** Wraps a message of a session whose first reply has not come yet. */
  static byte[] wrap(PendingPreKey pending, byte[] identityKey, int registrationId, byte[] inner) {
    int size =
        (pending.preKeyId() == 0 ? 0 : CodedOutputStream.computeUInt32Size(1, pending.preKeyId()))
            + CodedOutputStream.computeByteArraySize(2, pending.baseKey())
            + CodedOutputStream.computeByteArraySize(3, identityKey)
            + CodedOutputStream.computeByteArraySize(4, inner)
            + CodedOutputStream.computeUInt32Size(5, registrationId)
            + CodedOutputStream.computeUInt32Size(6, pending.signedPreKeyId());
    byte[] message = new byte[1 + size];
    message[0] = WireReader.VERSION_BYTE;
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(message, 1, size);
      if (pending.preKeyId() != 0) {
        output.writeUInt32(1, pending.preKeyId());
      }
      output.writeByteArray(2, pending.baseKey());
      output.writeByteArray(3, identityKey);
      output.writeByteArray(4, inner);
      output.writeUInt32(5, registrationId);
      output.writeUInt32(6, pending.signedPreKeyId());
      output.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("An array of the computed size was too small", e);
    }
    return message;
  }
}
