package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A SenderKeyDistributionMessage on the wire, spec signal.md 4.
 *
 * <pre>
 *  33 | 1 id | 2 iteration | 3 chainKey 32 | 4 signingKey 33
 * </pre>
 */
final class SenderKeyDistribution {
  private boolean hasId;
  private int id;
  private boolean hasIteration;
  private int iteration;
  private byte[] chainKey;
  private byte[] signingKey;

  private SenderKeyDistribution() {}

  static SenderKeyDistribution parse(byte[] message) throws InvalidMessageException {
    WireReader reader = WireReader.open(message, 0);
    SenderKeyDistribution parsed = new SenderKeyDistribution();
    reader.read((tag, input) -> parsed.accept(tag, input, reader));
    if (!parsed.hasId
        || !parsed.hasIteration
        || parsed.chainKey == null
        || parsed.signingKey == null) {
      throw WireReader.malformed("SenderKeyDistributionMessage lacks a required field");
    }
    return parsed;
  }

  private boolean accept(int tag, CodedInputStream input, WireReader reader) throws IOException {
    switch (tag) {
      case 1 << 3:
        id = input.readUInt32();
        hasId = true;
        return true;
      case 2 << 3:
        iteration = input.readUInt32();
        hasIteration = true;
        return true;
      case 3 << 3 | 2:
        chainKey = input.readByteArray();
        if (chainKey.length != KeyChain.KEY_LENGTH) {
          throw new InvalidProtocolBufferException("Chain key field has the wrong length");
        }
        return true;
      case 4 << 3 | 2:
        signingKey = reader.publicKey();
        return true;
      default:
        return false;
    }
  }

  int id() {
    return id;
  }

  byte[] signingKey() {
    return signingKey;
  }

  /** The announced point of the chain. */
  KeyChain chain() {
    return new KeyChain(iteration, chainKey, SkippedKeys.NONE);
  }

  /** Announces a state at its current iteration, so that a new member cannot read the past. */
  static byte[] of(SenderKeyState state) {
    KeyChain chain = state.chain();
    int size =
        CodedOutputStream.computeUInt32Size(1, state.id())
            + CodedOutputStream.computeUInt32Size(2, chain.index())
            + CodedOutputStream.computeByteArraySize(3, chain.key())
            + CodedOutputStream.computeByteArraySize(4, state.signingKey());
    byte[] message = new byte[1 + size];
    message[0] = WireReader.VERSION_BYTE;
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(message, 1, size);
      output.writeUInt32(1, state.id());
      output.writeUInt32(2, chain.index());
      output.writeByteArray(3, chain.key());
      output.writeByteArray(4, state.signingKey());
      output.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("An array of the computed size was too small", e);
    }
    return message;
  }
}
