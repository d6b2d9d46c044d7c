package org.amarula.crypto.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.amarula.crypto.curve.InvalidKeyException;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.handshake.HandshakeMessage;

/** What both sides of the handshake do with messages and keys. Stateless. */
final class Handshake {
  private static final int KEY_LENGTH = 32;

  private Handshake() {}

  static HandshakeMessage parse(byte[] message) throws NoiseException {
    try {
      return HandshakeMessage.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw malformed("The bytes are no HandshakeMessage.");
    }
  }

  static byte[] key(ByteString bytes, String name) throws NoiseException {
    return key(bytes.toByteArray(), name);
  }

  static byte[] key(byte[] bytes, String name) throws NoiseException {
    if (bytes.length != KEY_LENGTH) {
      throw new NoiseException(
          NoiseFailure.UNUSABLE_KEY, "The " + name + " key has " + bytes.length + " bytes.");
    }
    return bytes;
  }

  /** An agreement; transport.md 2.3: a result of all zeros aborts the handshake. */
  static byte[] agree(KeyPair own, byte[] theirs) throws NoiseException {
    try {
      return own.agree(theirs);
    } catch (InvalidKeyException e) {
      throw new NoiseException(NoiseFailure.UNUSABLE_KEY, "A handshake key is useless.", e);
    }
  }

  static NoiseException malformed(String message) {
    return new NoiseException(NoiseFailure.MALFORMED, message);
  }
}
