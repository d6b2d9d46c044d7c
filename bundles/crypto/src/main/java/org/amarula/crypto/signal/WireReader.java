package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/**
 * The fields of one received message without its version byte and trailer. Checks the size and the
 * version first (spec signal.md 3.1), then hands out field after field; unknown ones are skipped.
 */
final class WireReader {
  static final int VERSION = 3;

  /** What we write: message version 3, maximum version 3. */
  static final byte VERSION_BYTE = 0x33;

  /** Spec 7.2: no ciphertext beyond this is looked at. */
  static final int MAX_LENGTH = 1 << 20;

  private static final int RECURSION_LIMIT = 32;

  private final CodedInputStream input;

  private WireReader(byte[] message, int trailer) {
    this.input = CodedInputStream.newInstance(message, 1, message.length - 1 - trailer);
    input.setRecursionLimit(RECURSION_LIMIT);
  }

  /** Opens a message of version byte, fields, and {@code trailer} bytes of MAC or signature. */
  static WireReader open(byte[] message, int trailer) throws InvalidMessageException {
    if (message.length <= 1 + trailer || message.length > MAX_LENGTH) {
      throw malformed("Message of " + message.length + " bytes");
    }
    int version = (message[0] & 0xff) >> 4;
    int highest = message[0] & 0x0f;
    if (version != VERSION || highest < VERSION) {
      throw new InvalidMessageException(
          InvalidMessageException.Kind.VERSION, "Version byte " + (message[0] & 0xff));
    }
    return new WireReader(message, trailer);
  }

  /** Reads every field with {@code fields}, which answers false for one it does not know. */
  void read(Fields fields) throws InvalidMessageException {
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (!fields.accept(tag, input) && !input.skipField(tag)) {
          throw malformed("Message has an unexpected end group");
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw malformed("Message fields do not parse", e);
    } catch (IOException e) {
      throw malformed("Message fields cannot be read", e);
    }
  }

  /** Reads a public key field. */
  byte[] publicKey() throws IOException {
    byte[] key = input.readByteArray();
    if (!PublicKeys.isValid(key)) {
      throw new InvalidProtocolBufferException("Public key field has the wrong form");
    }
    return key;
  }

  static InvalidMessageException malformed(String message) {
    return new InvalidMessageException(InvalidMessageException.Kind.MALFORMED, message);
  }

  private static InvalidMessageException malformed(String message, Throwable cause) {
    return new InvalidMessageException(InvalidMessageException.Kind.MALFORMED, message, cause);
  }

  /** What one message type does with a field. */
  @FunctionalInterface
  interface Fields {
    boolean accept(int tag, CodedInputStream input) throws IOException;
  }
}
