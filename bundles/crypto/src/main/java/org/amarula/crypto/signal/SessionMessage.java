package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.amarula.crypto.kdf.Hmac;

/**
 * A SignalMessage on the wire, spec signal.md 3 and 3.1.
 *
 * <pre>
 *  33 | 1 ratchetKey 33 | 2 counter | 3 previousCounter | 4 ciphertext | mac 8
 *  `------------------ the MAC covers these bytes as they came ------'
 * </pre>
 */
final class SessionMessage {
  private static final int MAC_LENGTH = 8;

  private final byte[] message;
  private byte[] ratchetKey;
  private boolean hasCounter;
  private int counter;
  private byte[] ciphertext;

  private SessionMessage(byte[] message) {
    this.message = message;
  }

  static SessionMessage parse(byte[] message) throws InvalidMessageException {
    WireReader reader = WireReader.open(message, MAC_LENGTH);
    SessionMessage parsed = new SessionMessage(message);
    reader.read((tag, input) -> parsed.accept(tag, input, reader));
    if (parsed.ratchetKey == null || !parsed.hasCounter || parsed.ciphertext == null) {
      throw WireReader.malformed("SignalMessage lacks a required field");
    }
    return parsed;
  }

  private boolean accept(int tag, CodedInputStream input, WireReader reader) throws IOException {
    switch (tag) {
      case 1 << 3 | 2:
        ratchetKey = reader.publicKey();
        return true;
      case 2 << 3:
        counter = input.readUInt32();
        hasCounter = true;
        return true;
      case 4 << 3 | 2:
        ciphertext = input.readByteArray();
        return true;
      default:
        return false; // previousCounter too: receivers ignore it, spec 3.3
    }
  }

  byte[] ratchetKey() {
    return ratchetKey;
  }

  int counter() {
    return counter;
  }

  /** Verifies the MAC over the received bytes, then decrypts. */
  byte[] open(MessageKeys keys, byte[] senderIdentity, byte[] receiverIdentity)
      throws InvalidMessageException {
    byte[] covered = Arrays.copyOf(message, message.length - MAC_LENGTH);
    byte[] expected = mac(keys, senderIdentity, receiverIdentity, covered);
    byte[] received = Arrays.copyOfRange(message, covered.length, message.length);
    if (!MessageDigest.isEqual(expected, received)) {
      throw new InvalidMessageException(
          InvalidMessageException.Kind.BAD_MAC, "The MAC of the message does not match");
    }
    return keys.decrypt(ciphertext);
  }

  /** Encrypts and frames one message. */
  static byte[] seal(
      MessageKeys keys,
      SendingChain chain,
      int previousCounter,
      byte[] senderIdentity,
      byte[] receiverIdentity,
      byte[] plaintext) {
    byte[] ciphertext = keys.encrypt(plaintext);
    int counter = chain.keys().index();
    // Spec 3: ascending fields, counters of zero written explicitly.
    int size =
        CodedOutputStream.computeByteArraySize(1, chain.ratchetKey())
            + CodedOutputStream.computeUInt32Size(2, counter)
            + CodedOutputStream.computeUInt32Size(3, previousCounter)
            + CodedOutputStream.computeByteArraySize(4, ciphertext);
    byte[] covered = new byte[1 + size];
    covered[0] = WireReader.VERSION_BYTE;
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(covered, 1, size);
      output.writeByteArray(1, chain.ratchetKey());
      output.writeUInt32(2, counter);
      output.writeUInt32(3, previousCounter);
      output.writeByteArray(4, ciphertext);
      output.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("An array of the computed size was too small", e);
    }
    byte[] message = Arrays.copyOf(covered, covered.length + MAC_LENGTH);
    byte[] mac = mac(keys, senderIdentity, receiverIdentity, covered);
    System.arraycopy(mac, 0, message, covered.length, MAC_LENGTH);
    return message;
  }

  /** Spec 1.3: the sender's identity first, then the receiver's. */
  private static byte[] mac(MessageKeys keys, byte[] sender, byte[] receiver, byte[] covered) {
    return Arrays.copyOf(Hmac.sha256(keys.macKey(), sender, receiver, covered), MAC_LENGTH);
  }
}
