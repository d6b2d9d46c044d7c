package org.amarula.crypto.noise;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.handshake.HandshakeMessage;

/**
 * The server's side of one handshake (transport.md 2.7), for a server that plays the chat server.
 * Lives for one connection and is used by one thread; {@link #readClientHello}, {@link
 * #readClientFinish} and {@link #split} are called once each in this order, and after a failure
 * none of them works.
 */
public final class NoiseResponder {
  private final KeyPair serverStatic;
  private final KeyPair ephemeral;
  private final byte[] certChain;
  private final SymmetricState state = new SymmetricState();
  private HandshakeStep step = HandshakeStep.START;
  private byte[] clientStatic = new byte[0];

  /**
   * Prepares a handshake with a fresh ephemeral key.
   *
   * @param certChain the serialized CertChain, sent as it is
   */
  public NoiseResponder(KeyPair serverStatic, byte[] certChain, SecureRandom random) {
    this(serverStatic, certChain, KeyPair.generate(random));
  }

  NoiseResponder(KeyPair serverStatic, byte[] certChain, KeyPair ephemeral) {
    this.serverStatic = serverStatic;
    this.certChain = certChain.clone();
    this.ephemeral = ephemeral;
  }

  /** Reads the ClientHello and returns the serialized HandshakeMessage with the ServerHello. */
  public byte[] readClientHello(byte[] handshakeMessage) throws NoiseException {
    step.require(HandshakeStep.START);
    step = HandshakeStep.FAILED; // until everything has passed
    try {
      HandshakeMessage message = Handshake.parse(handshakeMessage);
      if (!message.hasClientHello()) {
        throw Handshake.malformed("The HandshakeMessage has no ClientHello.");
      }
      byte[] remote = Handshake.key(message.getClientHello().getEphemeral(), "client's ephemeral");
      state.mixHash(NoiseHeader.bytes());
      state.mixHash(remote);
      state.mixHash(ephemeral.publicKey());
      state.mixKey(Handshake.agree(ephemeral, remote));
      byte[] encryptedStatic = state.encryptAndHash(serverStatic.publicKey());
      state.mixKey(Handshake.agree(serverStatic, remote));
      byte[] encryptedChain = state.encryptAndHash(certChain);
      step = HandshakeStep.HELLO_READ;
      return serverHello(encryptedStatic, encryptedChain);
    } finally {
      wipeIfFailed();
    }
  }

  private byte[] serverHello(byte[] encryptedStatic, byte[] encryptedChain) {
    return HandshakeMessage.newBuilder()
        .setServerHello(
            HandshakeMessage.ServerHello.newBuilder()
                .setEphemeral(ByteString.copyFrom(ephemeral.publicKey()))
                .setStatic(ByteString.copyFrom(encryptedStatic))
                .setPayload(ByteString.copyFrom(encryptedChain)))
        .build()
        .toByteArray();
  }

  /** Reads the ClientFinish and returns the decrypted ClientPayload. */
  public byte[] readClientFinish(byte[] handshakeMessage) throws NoiseException {
    step.require(HandshakeStep.HELLO_READ);
    step = HandshakeStep.FAILED;
    try {
      HandshakeMessage message = Handshake.parse(handshakeMessage);
      HandshakeMessage.ClientFinish finish = message.getClientFinish();
      if (!message.hasClientFinish() || !finish.hasStatic() || !finish.hasPayload()) {
        throw Handshake.malformed("No ClientFinish with a static key and a payload.");
      }
      byte[] sealed = finish.getStatic().toByteArray();
      byte[] remote = Handshake.key(state.decryptAndHash(sealed), "client's static");
      state.mixKey(Handshake.agree(ephemeral, remote));
      byte[] payload = state.decryptAndHash(finish.getPayload().toByteArray());
      clientStatic = remote;
      step = HandshakeStep.FINISHED;
      return payload;
    } finally {
      wipeIfFailed();
    }
  }

  /** The client's noise public key, 32 bytes; known once the ClientFinish was read. */
  public byte[] clientStatic() {
    if (clientStatic.length == 0) {
      throw new IllegalStateException("The client's static key is not known yet.");
    }
    return clientStatic.clone();
  }

  /** The transport: reads with the first key, writes with the second (transport.md 2.6). */
  public NoiseTransport split() {
    step.require(HandshakeStep.FINISHED);
    step = HandshakeStep.SPLIT;
    byte[][] keys = state.split();
    state.wipe();
    return new NoiseTransport(keys[1], keys[0]);
  }

  private void wipeIfFailed() {
    if (step == HandshakeStep.FAILED) {
      state.wipe();
    }
  }

  SymmetricState state() {
    return state;
  }
}
