package org.amarula.connection.internal.handshake;

import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.Prologue;
import org.amarula.connection.Credentials;
import org.amarula.crypto.noise.CertificateRefusedException;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.noise.NoiseTransport;

/**
 * One handshake: prologue and ClientHello out, ServerHello in, ClientFinish out. Confined to the
 * lane; lives until the encryption is up.
 */
public final class ClientHandshake {
  private Optional<NoiseInitiator> noise; // until its keys are handed over
  private final Bytes routingInfo;
  private boolean started;
  private boolean helloRead;

  /** Prepares a handshake for this device. */
  public ClientHandshake(Handshakes handshakes, Credentials credentials, Bytes rootPublicKey) {
    this.noise = Optional.of(handshakes.initiator(credentials.noise(), rootPublicKey.toArray()));
    this.routingInfo = credentials.routingInfo();
  }

  /** The first message of the connection: prologue and ClientHello go together. */
  public byte[] opening() {
    started = true;
    byte[] prologue =
        routingInfo.isEmpty() ? Prologue.client() : Prologue.client(routingInfo.toArray());
    return joined(prologue, FrameAssembler.frame(noise().clientHello()));
  }

  /**
   * Reads the ServerHello and verifies who speaks.
   *
   * @return the frame with the ClientFinish around {@code clientPayload}
   */
  public byte[] finish(byte[] serverHello, byte[] clientPayload) throws HandshakeRefusedException {
    try {
      noise().readServerHello(serverHello);
    } catch (NoiseException e) {
      throw new HandshakeRefusedException(
          new DisconnectReason.HandshakeFailed("the server's hello is not authentic"), e);
    } catch (CertificateRefusedException e) {
      throw new HandshakeRefusedException(
          new DisconnectReason.CertificateRefused(e.check().text()), e);
    } finally {
      helloRead = true;
    }
    return FrameAssembler.frame(noise().clientFinish(clientPayload));
  }

  /** The encryption of all that follows the ClientFinish; the handshake's own keys are dropped. */
  public NoiseTransport transport() {
    NoiseTransport split = noise().split();
    noise = Optional.empty();
    return split;
  }

  private NoiseInitiator noise() {
    return noise.orElseThrow(() -> new IllegalStateException("The handshake is over."));
  }

  /**
   * Whether an end now speaks against the routing information: it was used, and no ServerHello came
   * (spec/transport.md 1.2).
   */
  public boolean routingSuspected() {
    return started && !helloRead && !routingInfo.isEmpty();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
