package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.KnownSigners;

/**
 * A SenderKeyMessage on the wire, spec signal.md 4.
 *
 * <pre>
 *  33 | 1 id | 2 iteration | 3 ciphertext | signature 64
 *  `-- the signature covers these bytes --'
 * </pre>
 */
final class SenderKeyMessage {
  private static final int SIGNATURE_LENGTH = 64;

  private final byte[] message;
  private boolean hasId;
  private int id;
  private boolean hasIteration;
  private int iteration;
  private byte[] ciphertext;

  private SenderKeyMessage(byte[] message) {
    this.message = message;
  }

  static SenderKeyMessage parse(byte[] message) throws InvalidMessageException {
    WireReader reader = WireReader.open(message, SIGNATURE_LENGTH);
    SenderKeyMessage parsed = new SenderKeyMessage(message);
    reader.read(parsed::accept);
    if (!parsed.hasId || !parsed.hasIteration || parsed.ciphertext == null) {
      throw WireReader.malformed("SenderKeyMessage lacks a required field");
    }
    return parsed;
  }

  private boolean accept(int tag, CodedInputStream input) throws IOException {
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
        ciphertext = input.readByteArray();
        return true;
      default:
        return false;
    }
  }

  int id() {
    return id;
  }

  int iteration() {
    return iteration;
  }

  byte[] ciphertext() {
    return ciphertext;
  }

  void verify(byte[] signingKey, KnownSigners signers) throws InvalidSignatureException {
    byte[] covered = Arrays.copyOf(message, message.length - SIGNATURE_LENGTH);
    byte[] signature = Arrays.copyOfRange(message, covered.length, message.length);
    if (!signers.verify(PublicKeys.bare(signingKey), covered, signature)) {
      throw new InvalidSignatureException("The signature of the group message does not match");
    }
  }

  /** Frames and signs one encrypted message. */
  static byte[] seal(
      int id, int iteration, byte[] ciphertext, KeyPair signing, SecureRandom random) {
    int size =
        CodedOutputStream.computeUInt32Size(1, id)
            + CodedOutputStream.computeUInt32Size(2, iteration)
            + CodedOutputStream.computeByteArraySize(3, ciphertext);
    byte[] covered = new byte[1 + size];
    covered[0] = WireReader.VERSION_BYTE;
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(covered, 1, size);
      output.writeUInt32(1, id);
      output.writeUInt32(2, iteration);
      output.writeByteArray(3, ciphertext);
      output.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("An array of the computed size was too small", e);
    }
    byte[] message = Arrays.copyOf(covered, covered.length + SIGNATURE_LENGTH);
    byte[] signature = signing.sign(covered, random);
    System.arraycopy(signature, 0, message, covered.length, SIGNATURE_LENGTH);
    return message;
  }
}
