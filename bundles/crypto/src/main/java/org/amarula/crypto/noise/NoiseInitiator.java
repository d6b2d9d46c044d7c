package org.amarula.crypto.noise;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.handshake.HandshakeMessage;

/**
 * The client's side of one handshake, steps 1 to 14 of transport.md 2.3. Lives for one connection
 * and is used by one thread; the methods are called once each in the order in which they stand
 * here, and after a failure none of them works.
 *
 * <pre>{@code
 * NoiseInitiator noise = new NoiseInitiator(noiseKey, root, clock, random);
 * send(noise.clientHello());
 * noise.readServerHello(receive());
 * send(noise.clientFinish(payload));
 * NoiseTransport transport = noise.split();
 * }</pre>
 */
public final class NoiseInitiator {
  private final KeyPair staticKey;
  private final KeyPair ephemeral;
  private final CertificateVerifier certificates;
  private final SymmetricState state = new SymmetricState();
  private HandshakeStep step = HandshakeStep.START;
  private byte[] staticAgreement = new byte[0];

  /**
   * Prepares a handshake with a fresh ephemeral key.
   *
   * @param staticKey the long-lived noise key of the account
   * @param rootPublicKey the only trust anchor, 32 bytes
   * @param clock for the validity of the certificates
   */
  public NoiseInitiator(KeyPair staticKey, byte[] rootPublicKey, Clock clock, SecureRandom random) {
    this(staticKey, rootPublicKey, clock, KeyPair.generate(random));
  }

  NoiseInitiator(KeyPair staticKey, byte[] rootPublicKey, Clock clock, KeyPair ephemeral) {
    this.staticKey = staticKey;
    this.ephemeral = ephemeral;
    this.certificates = new CertificateVerifier(rootPublicKey, clock);
  }

  /** The serialized HandshakeMessage with the ClientHello. */
  public byte[] clientHello() {
    step.require(HandshakeStep.START);
    byte[] publicKey = ephemeral.publicKey();
    state.mixHash(NoiseHeader.bytes());
    state.mixHash(publicKey);
    step = HandshakeStep.HELLO_SENT;
    return HandshakeMessage.newBuilder()
        .setClientHello(
            HandshakeMessage.ClientHello.newBuilder().setEphemeral(ByteString.copyFrom(publicKey)))
        .build()
        .toByteArray();
  }

  /**
   * Reads the server's answer and verifies its certificate chain.
   *
   * @throws NoiseException when the message is malformed, not authentic or has useless keys
   * @throws CertificateRefusedException when the chain is refused: a security event, to be retried
   *     with back-off only and never with the check relaxed
   */
  public void readServerHello(byte[] handshakeMessage)
      throws NoiseException, CertificateRefusedException {
    step.require(HandshakeStep.HELLO_SENT);
    step = HandshakeStep.FAILED; // until everything has passed
    try {
      HandshakeMessage message = Handshake.parse(handshakeMessage);
      HandshakeMessage.ServerHello hello = message.getServerHello();
      if (!message.hasServerHello() || !hello.hasStatic() || !hello.hasPayload()) {
        throw Handshake.malformed("No ServerHello with a static key and a payload.");
      }
      byte[] remote = Handshake.key(hello.getEphemeral(), "server's ephemeral");
      state.mixHash(remote);
      state.mixKey(Handshake.agree(ephemeral, remote));
      byte[] sealed = hello.getStatic().toByteArray();
      byte[] serverStatic = Handshake.key(state.decryptAndHash(sealed), "server's static");
      state.mixKey(Handshake.agree(ephemeral, serverStatic));
      byte[] chain = state.decryptAndHash(hello.getPayload().toByteArray());
      certificates.verify(chain, serverStatic);
      // Computed here, so that a useless key fails before anything is sent.
      staticAgreement = Handshake.agree(staticKey, remote);
      step = HandshakeStep.HELLO_READ;
    } finally {
      if (step == HandshakeStep.FAILED) {
        state.wipe();
      }
    }
  }

  /** The serialized HandshakeMessage with the ClientFinish around this ClientPayload. */
  public byte[] clientFinish(byte[] clientPayload) {
    step.require(HandshakeStep.HELLO_READ);
    step = HandshakeStep.FAILED;
    byte[] encryptedStatic = state.encryptAndHash(staticKey.publicKey());
    state.mixKey(staticAgreement);
    byte[] encryptedPayload = state.encryptAndHash(clientPayload);
    step = HandshakeStep.FINISHED;
    return HandshakeMessage.newBuilder()
        .setClientFinish(
            HandshakeMessage.ClientFinish.newBuilder()
                .setStatic(ByteString.copyFrom(encryptedStatic))
                .setPayload(ByteString.copyFrom(encryptedPayload)))
        .build()
        .toByteArray();
  }

  /** The transport: writes with the first key, reads with the second (transport.md 2.6). */
  public NoiseTransport split() {
    step.require(HandshakeStep.FINISHED);
    step = HandshakeStep.SPLIT;
    byte[][] keys = state.split();
    state.wipe();
    return new NoiseTransport(keys[0], keys[1]);
  }

  SymmetricState state() {
    return state;
  }
}
