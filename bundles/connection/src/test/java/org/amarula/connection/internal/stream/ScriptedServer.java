package org.amarula.connection.internal.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.amarula.codec.PrologueReader;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.socket.Socket;
import org.amarula.connection.internal.socket.SocketEvents;
import org.amarula.connection.internal.socket.Sockets;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseResponder;
import org.amarula.crypto.noise.NoiseTransport;

/**
 * The far end of one socket in memory: answers the handshake as it is told to, then records the
 * nodes that come and sends what a test wants. Single-threaded; what it sends waits until the
 * client asks for it.
 */
final class ScriptedServer implements Sockets {
  final List<Node> received = new ArrayList<>();
  Consumer<Node> onNode = received::add;
  UnaryOperator<byte[]> serverHello = hello -> hello;
  boolean silent;
  boolean ignoresGoodbye;
  boolean takesNothing;
  int deliverySize = Integer.MAX_VALUE;
  boolean closed;
  boolean aborted;
  int demands;

  private final PrologueReader prologue = new PrologueReader();
  private final FrameAssembler frames = new FrameAssembler(FrameAssembler.TRANSPORT_MAXIMUM);
  private final Deque<byte[]> outgoing = new ArrayDeque<>();
  private final NoiseResponder noise;
  private Optional<byte[]> payload = Optional.empty();
  private Optional<NoiseTransport> transport = Optional.empty();
  private SocketEvents events;
  private boolean helloSent;
  private boolean prologueRead;

  ScriptedServer(ServerKeys keys) {
    noise = new NoiseResponder(keys.serverStatic(), keys.chain(), Devices.RANDOM);
  }

  /** The ClientPayload, once the client has finished the handshake. */
  Optional<byte[]> payload() {
    return payload;
  }

  Optional<byte[]> routingInfo() {
    return prologue.routingInfo();
  }

  /** The next node that the client sent. */
  Node take() {
    return received.remove(0);
  }

  void accept() {
    events.opened();
  }

  void send(Node node) {
    sendPlain(NodeCodecs.standard().encode(node));
  }

  /** Sends any plaintext under encryption. */
  void sendPlain(byte[] plain) {
    sendBytes(FrameAssembler.frame(transport.orElseThrow().seal(plain)));
  }

  /** Sends a frame that does not decrypt. */
  void sendGarbage() {
    byte[] sealed = transport.orElseThrow().seal(new byte[] {0, 1, 2});
    sealed[0] ^= 1;
    sendBytes(FrameAssembler.frame(sealed));
  }

  /** Sends bytes, in messages of {@link #deliverySize} at most. */
  void sendBytes(byte[] bytes) {
    for (int at = 0; at < bytes.length; at += Math.min(deliverySize, bytes.length - at)) {
      int end = at + Math.min(deliverySize, bytes.length - at);
      outgoing.add(Arrays.copyOfRange(bytes, at, end));
    }
    deliver();
  }

  /** How many messages wait until the client asks for them. */
  int waiting() {
    return outgoing.size();
  }

  /** What {@code sends} sends arrives in one message of the socket. */
  void joined(Runnable sends) {
    int before = demands;
    demands = 0;
    sends.run();
    int length = outgoing.stream().mapToInt(bytes -> bytes.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    outgoing.forEach(all::put);
    outgoing.clear();
    demands = before;
    sendBytes(all.array());
  }

  /** The socket ends. */
  void closeSocket(DisconnectReason reason) {
    if (!closed) {
      closed = true;
      events.closed(reason);
    }
  }

  private void deliver() {
    while (demands > 0 && !outgoing.isEmpty() && !closed) {
      demands = 0;
      events.received(outgoing.remove());
    }
  }

  private void incoming(byte[] bytes) throws NoiseException {
    ByteBuffer chunk = ByteBuffer.wrap(bytes);
    if (!prologueRead) {
      prologueRead = prologue.feed(chunk);
    }
    frames.append(chunk);
    for (Optional<byte[]> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
      frame(frame.get());
    }
  }

  private void frame(byte[] frame) throws NoiseException {
    if (silent) {
      return;
    }
    if (!helloSent) {
      helloSent = true;
      sendBytes(FrameAssembler.frame(serverHello.apply(noise.readClientHello(frame))));
    } else if (transport.isEmpty()) {
      payload = Optional.of(noise.readClientFinish(frame));
      transport = Optional.of(noise.split());
    } else {
      onNode.accept(NodeCodecs.standard().decode(transport.get().open(frame)));
    }
  }

  @Override
  public Socket open(StreamSettings settings, SocketEvents listening) {
    return open(listening);
  }

  /** The client's end; {@code listening} is told what the server sends. */
  Socket open(SocketEvents listening) {
    events = listening;
    return new ClientEnd();
  }

  @Override
  public void close() {
    closeSocket(new DisconnectReason.ProviderGone());
  }

  private final class ClientEnd implements Socket {
    @Override
    public void send(byte[] message, Consumer<Throwable> done) {
      if (closed) {
        done.accept(new IllegalStateException("closed"));
        return;
      }
      if (takesNothing) {
        return;
      }
      try {
        incoming(message);
      } catch (NoiseException e) {
        throw new AssertionError("The client's frames are not authentic", e);
      }
      done.accept(null);
    }

    @Override
    public void demand() {
      demands++;
      deliver();
    }

    @Override
    public void close() {
      if (!ignoresGoodbye) {
        closeSocket(new DisconnectReason.ServerClosed());
      }
    }

    @Override
    public void abort() {
      aborted = true;
      closed = true;
    }
  }
}
