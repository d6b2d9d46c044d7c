package org.amarula.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.amarula.codec.Prologue;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.noise.NoiseTransport;

/** A client's connection in the hands of one test thread. */
final class RawConnection implements WebSocket.Listener, AutoCloseable {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final byte[] END = {};
  private static final long NUDGE_MILLIS = 200;

  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private final FrameAssembler assembler = new FrameAssembler(FrameAssembler.TRANSPORT_MAXIMUM);
  private final Deque<Node> skipped = new ArrayDeque<>();
  final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final AtomicLong bytes = new AtomicLong();
  private static final long PATIENCE_MILLIS = 30_000;
  private WebSocket socket;
  private NoiseTransport transport;

  private RawConnection() {}

  /** Opens the socket and nothing more. */
  static RawConnection socket(SandboxServer server) {
    RawConnection connection = new RawConnection();
    connection.socket = soon(opening(server, connection));
    return connection;
  }

  /** A socket that need not open. */
  static CompletableFuture<WebSocket> opening(SandboxServer server) {
    return opening(server, new RawConnection());
  }

  private static CompletableFuture<WebSocket> opening(
      SandboxServer server, RawConnection connection) {
    return HTTP.newWebSocketBuilder()
        .header("Origin", "https://web.whatsapp.com")
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws/chat"), connection);
  }

  /** A wait that ends: {@code join} would outlive any limit on a test. */
  private static <T> T soon(CompletableFuture<T> stage) {
    return stage.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  static RawConnection open(SandboxServer server, KeyPair noiseKey, byte[] prologue, byte[] payload)
      throws Exception {
    RawConnection connection = socket(server);
    connection.handshake(server, noiseKey, prologue, payload);
    return connection;
  }

  private void handshake(SandboxServer server, KeyPair noiseKey, byte[] prologue, byte[] payload)
      throws Exception {
    byte[] root = HexFormat.of().parseHex(server.rootPublicKey());
    NoiseInitiator noise =
        new NoiseInitiator(noiseKey, root, Clock.systemUTC(), new SecureRandom());
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    first.writeBytes(prologue);
    first.writeBytes(FrameAssembler.frame(noise.clientHello()));
    write(first.toByteArray());
    noise.readServerHello(frame());
    write(FrameAssembler.frame(noise.clientFinish(payload)));
    transport = noise.split();
  }

  static byte[] plainPrologue() {
    return Prologue.client();
  }

  void write(byte[] bytes) {
    soon(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** Writes without waiting until the network took it. */
  CompletableFuture<?> writeLater(byte[] bytes) {
    return socket.sendBinary(ByteBuffer.wrap(bytes), true);
  }

  /** Waits until that many bytes came, in whole frames or not. */
  void awaitBytes(long wanted) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (bytes.get() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Only " + bytes + " bytes arrive.");
      }
      Thread.onSpinWait();
    }
  }

  /** The next frame's body. */
  byte[] frame() throws Exception {
    byte[] frame = frames.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (frame == null) {
      throw new AssertionError(
          "Nothing arrives; the transport sent "
              + (transport == null ? 0 : transport.sent())
              + " and received "
              + (transport == null ? 0 : transport.received())
              + " frames, skipped are "
              + skipped);
    }
    if (frame == END) {
      frames.add(END);
      throw new AssertionError("The connection is closed.");
    }
    return frame;
  }

  void send(Node node) {
    sendPlain(NodeCodecs.standard().encode(node));
  }

  void sendPlain(byte[] plaintext) {
    write(FrameAssembler.frame(transport.seal(plaintext)));
  }

  byte[] plain() throws Exception {
    return transport.open(frame());
  }

  /** The first stanza that fits, of those skipped before or to come. */
  Node expect(Predicate<Node> wanted) throws Exception {
    Iterator<Node> earlier = skipped.iterator();
    while (earlier.hasNext()) {
      Node node = earlier.next();
      if (wanted.test(node)) {
        earlier.remove();
        return node;
      }
    }
    while (true) {
      Node node = NodeCodecs.standard().decode(plain());
      if (wanted.test(node)) {
        return node;
      }
      skipped.add(node);
    }
  }

  /** What came and nobody asked for. */
  java.util.List<Node> skippedNodes() {
    return java.util.List.copyOf(skipped);
  }

  Node expect(String tag) throws Exception {
    return expect(node -> node.is(tag));
  }

  /** Sends a request and waits for its answer. */
  Node ask(Node iq) throws Exception {
    send(iq);
    return expect(
        answer -> answer.is("iq") && answer.hasAttribute("id", iq.requireAttribute("id")));
  }

  /** Waits until the server closed; what came before is skipped. */
  void awaitClosed() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    byte[] frame = frames.poll();
    while (frame != END) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("The connection stays open.");
      }
      frame = frames.poll(NUDGE_MILLIS, TimeUnit.MILLISECONDS);
      if (frame == null) {
        nudge();
      }
    }
    frames.add(END);
  }

  /** The JDK's client overlooks an end now and then, but not that it can write no more. */
  private void nudge() {
    socket
        .sendPing(ByteBuffer.allocate(0))
        .whenComplete(
            (sent, failure) -> {
              if (failure instanceof IOException) {
                frames.add(END);
              }
            });
  }

  /** Whether no frame arrives for a while. */
  boolean nothingArrives(long millis) throws Exception {
    return frames.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    bytes.addAndGet(data.remaining());
    frames.addAll(assembler.feed(data));
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closeCode.complete(status);
    frames.add(END);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    frames.add(END);
  }

  @Override
  public void close() {
    socket.abort();
    frames.add(END);
  }
}
