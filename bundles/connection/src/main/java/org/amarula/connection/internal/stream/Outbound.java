package org.amarula.connection.internal.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.amarula.api.AmarulaException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.ProtocolException;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.FrameTooLargeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.socket.Socket;
import org.amarula.crypto.noise.NoiseClosedException;
import org.amarula.crypto.noise.NoiseTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a stream: a node is encoded, encrypted and handed to the socket in one step of
 * the lane, so that the order of the nonces is the order on the wire. When the network takes
 * nothing and 32 MiB wait, the stream ends. Confined to the lane.
 */
final class Outbound {
  private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);
  private static final long MOST_WAITING = 32L * 1024 * 1024;
  private static final int TAG = 16;
  private static final int REMEMBERED = 5;

  private final Lane lane;
  private final NodeCodec codec;
  private final Socket socket;
  private final Consumer<DisconnectReason> broken;
  private final Deque<String> lastSent = new ArrayDeque<>(REMEMBERED);
  private Optional<NoiseTransport> transport = Optional.empty();
  private boolean stopped;
  private long waiting;

  Outbound(Lane lane, NodeCodec codec, Socket socket, Consumer<DisconnectReason> broken) {
    this.lane = lane;
    this.codec = codec;
    this.socket = socket;
    this.broken = broken;
  }

  /** Sends bytes of the handshake. */
  void raw(byte[] bytes) {
    hand(bytes, failure -> {});
  }

  /** From now on nodes can be sent. */
  void encrypt(NoiseTransport with) {
    transport = Optional.of(with);
  }

  void stop() {
    stopped = true;
  }

  /**
   * Writes a node.
   *
   * @param done runs when the network took it, with null, or failed; on the lane as long as it
   *     lives
   * @throws NotConnectedException when nothing can be sent, now or any more
   * @throws AmarulaException when the node does not fit the wire; no nonce is consumed
   */
  void write(Node node, Consumer<Throwable> done) {
    lane.assertCurrent();
    NoiseTransport noise =
        transport
            .filter(up -> !stopped)
            .orElseThrow(() -> new NotConnectedException("The stream is not up."));
    byte[] frame = seal(noise, encode(node));
    remember(node);
    LOG.trace("-> {}", node);
    hand(frame, done);
  }

  private byte[] encode(Node node) {
    byte[] plain;
    try {
      plain = codec.encode(node);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("The stanza does not fit the wire.", e);
    }
    if (plain.length > FrameAssembler.TRANSPORT_MAXIMUM - TAG) {
      // spec/transport.md 1.3: a local error, raised before a nonce is consumed
      throw new FrameTooLargeException(plain.length + TAG, FrameAssembler.TRANSPORT_MAXIMUM);
    }
    return plain;
  }

  private byte[] seal(NoiseTransport noise, byte[] plain) {
    try {
      byte[] frame = noise.seal(plain, 0, plain.length, FrameAssembler.LENGTH_SIZE);
      FrameAssembler.writeLength(frame.length - FrameAssembler.LENGTH_SIZE, frame, 0);
      return frame;
    } catch (NoiseClosedException e) {
      broken.accept(new DisconnectReason.StreamCorrupted("nothing can be encrypted any more"));
      throw new NotConnectedException("The stream is worn out; nothing was sent.");
    }
  }

  private void hand(byte[] bytes, Consumer<Throwable> done) {
    waiting += bytes.length;
    socket.send(
        bytes,
        failure -> lane.post(() -> taken(bytes.length, failure, done), () -> done.accept(failure)));
    if (waiting > MOST_WAITING) {
      broken.accept(new DisconnectReason.NetworkLost("the server takes nothing any more"));
    }
  }

  private void taken(int length, Throwable failure, Consumer<Throwable> done) {
    waiting -= length;
    done.accept(failure);
  }

  private void remember(Node node) {
    if (lastSent.size() == REMEMBERED) {
      lastSent.removeFirst();
    }
    lastSent.add(node.tag() + node.attribute("xmlns").map(name -> " " + name).orElse(""));
  }

  /** The kinds of the last stanzas, for the log, when the server says that they were garbage. */
  String lastSent() {
    return String.join(", ", lastSent);
  }
}
