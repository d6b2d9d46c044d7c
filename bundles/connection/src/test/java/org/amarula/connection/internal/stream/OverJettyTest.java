package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.standalone.StreamOpeners;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same streams over real sockets. */
class OverJettyTest {
  private final ServerKeys keys = ServerKeys.create();
  private final ExecutorService lane = Executors.newSingleThreadExecutor();
  private final StreamOpeners streams = StreamOpeners.create(Clock.systemUTC());

  @AfterEach
  void close() {
    streams.close();
    lane.shutdownNow();
  }

  @Test
  void linkedDeviceLogsInAsksAndLeaves() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.answering =
          (script, node) ->
              script.send(Rig.serverIq("result", node.attribute("id").orElseThrow()).build());
      AwaitingListener listener = new AwaitingListener();
      NodeStream stream = open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      endpoint.send(Node.of("success"));
      listener.await("logged-in");
      Node answer = get(stream.query(Node.builder("iq").attribute("type", "get").build()));
      stream.close(new DisconnectReason.Requested());

      assertThat(answer.attribute("type")).contains("result");
      assertThat(listener.end()).isEqualTo(new DisconnectReason.Requested());
      assertThat(endpoint.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
      assertThat(server.origins).containsExactly("https://web.whatsapp.com");
    }
  }

  @Test
  void streamGoesOnAfterATextMessage() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      endpoint.session().sendText("hello", Callback.NOOP);
      endpoint.send(Node.of("success"));

      listener.await("logged-in");
    }
  }

  @Test
  void manyFramesInARowAreAllRead() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      Node[] many = new Node[501];
      Arrays.fill(many, Node.of("presence"));
      many[500] = Node.of("success");
      endpoint.send(many);

      listener.await("logged-in");
      assertThat(listener.count("stanza")).isEqualTo(500);
    }
  }

  @Test
  void floodStaysInTheSocketWhileHeld() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      NodeStream stream = open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");
      endpoint.send(Node.of("success"));
      listener.await("logged-in");
      lane.submit(() -> stream.hold(true)).get(20, TimeUnit.SECONDS);

      byte[] megabyte = new byte[1 << 20];
      Devices.RANDOM.nextBytes(megabyte);
      int sent = 0;
      while (sent < 200 && endpoint.takesAll(5)) {
        endpoint.send(Node.builder("message").bytes(megabyte).build());
        sent++;
      }

      assertThat(sent).isBetween(2, 100); // then the network took no more
      assertThat(listener.count("stanza")).isLessThanOrEqualTo(1);
      stream.hold(false);
      assertThat(endpoint.takesAll(20)).isTrue();
      endpoint.send(Node.of("message"));
      listener.await(sent + 1 + " stanzas");
    }
  }

  @Test
  void unreachablePortIsALostNetwork() throws Exception {
    try (Socket silent = new Socket()) { // has the port, so that nobody else does, and no ear
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      AwaitingListener listener = new AwaitingListener();

      open(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/ws/chat"), listener);

      assertThat(listener.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 401, 403, 404, 407, 429, 500, 503})
  void refusedUpgradeKeepsItsStatus(int status) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.status = status;
      AwaitingListener listener = new AwaitingListener();

      open(server.url(), listener);

      assertThat(listener.end()).isEqualTo(new DisconnectReason.UpgradeRefused(status));
    }
  }

  @Test
  void serverThatNeverAnswersTheUpgradeIsALostNetwork() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AwaitingListener listener = new AwaitingListener();
      URI url = URI.create("ws://127.0.0.1:" + mute.getLocalPort() + "/ws/chat");
      StreamSettings settings = Devices.settings(url, root());

      streams.open(impatient(settings), Devices.paired(), lane, listener);

      assertThat(listener.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
    }
  }

  @Test
  void brokenSocketIsALostNetwork() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      endpoint.session().disconnect();

      assertThat(listener.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
    }
  }

  @Test
  void orderlyCloseOfTheServerIsTold() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      endpoint.session().close();

      assertThat(listener.end()).isEqualTo(new DisconnectReason.ServerClosed());
    }
  }

  @Test
  void messageOfMoreThan16MiBEndsTheStream() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      AwaitingListener listener = new AwaitingListener();
      open(server.url(), listener);
      LoopbackServer.Endpoint endpoint = server.next();
      listener.await("logging-in");

      endpoint.session().sendBinary(ByteBuffer.allocate((16 << 20) + 1), Callback.NOOP);

      assertThat(listener.end()).isInstanceOf(DisconnectReason.StreamCorrupted.class);
    }
  }

  @Test
  void streamsShareOnePoolAndCloseLeavesNothing() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      lane.submit(() -> {}).get(20, TimeUnit.SECONDS);
      Set<Thread> others = Thread.getAllStackTraces().keySet();
      List<AwaitingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        AwaitingListener listener = new AwaitingListener();
        listeners.add(listener);
        open(server.url(), listener);
      }
      for (AwaitingListener listener : listeners) {
        listener.await("logging-in");
      }
      assertThat(ownThreads(others)).hasSizeBetween(2, 16);

      streams.close();

      for (AwaitingListener listener : listeners) {
        assertThat(listener.end()).isEqualTo(new DisconnectReason.ProviderGone());
        server.next().closed.get(20, TimeUnit.SECONDS);
      }
      for (Thread thread : ownThreads(others)) {
        thread.join(20_000);
      }
      assertThat(ownThreads(others)).isEmpty();
    }
  }

  @Test
  void openerThatWasNeverUsedHasNoThread() {
    Set<Thread> others = Thread.getAllStackTraces().keySet();

    try (StreamOpeners unused = StreamOpeners.create(Clock.systemUTC())) {
      assertThat(ownThreads(others)).isEmpty();
      assertThat(unused).isNotNull();
    }
  }

  @Test
  void onlyTheNamedCertificateIsTrusted(@TempDir Path directory) throws Exception {
    TestCertificate server = TestCertificate.create(directory, "server");
    TestCertificate other = TestCertificate.create(directory, "other");
    try (LoopbackServer tls = LoopbackServer.startTls(keys, server.keyStore())) {
      AwaitingListener trusting = new AwaitingListener();
      AwaitingListener normal = new AwaitingListener();
      AwaitingListener mistaken = new AwaitingListener();

      open(tls.url(), server.pem().toString(), trusting);
      open(tls.url(), "", normal);
      open(tls.url(), other.pem().toString(), mistaken);

      trusting.await("logging-in");
      assertThat(normal.end()).isInstanceOf(DisconnectReason.TlsFailed.class);
      assertThat(mistaken.end()).isInstanceOf(DisconnectReason.TlsFailed.class);
    }
  }

  @Test
  void certificateFileThatCannotBeReadIsTold(@TempDir Path directory) throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    AwaitingListener missing = new AwaitingListener();
    AwaitingListener useless = new AwaitingListener();
    URI url = URI.create("wss://127.0.0.1:1/ws/chat");

    open(url, directory.resolve("none.pem").toString(), missing);
    open(url, empty.toString(), useless);

    assertThat(missing.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
    assertThat(useless.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
  }

  private Bytes root() {
    return Bytes.wrap(keys.root().publicKey());
  }

  private NodeStream open(URI url, AwaitingListener listener) {
    return open(url, "", listener);
  }

  private NodeStream open(URI url, String certificate, AwaitingListener listener) {
    StreamSettings plain = Devices.settings(url, root());
    StreamSettings settings =
        new StreamSettings(
            url,
            plain.rootPublicKey(),
            plain.webVersion(),
            plain.deviceName(),
            plain.devicePlatform(),
            plain.connectTimeout(),
            plain.queryTimeout(),
            plain.keepAliveInterval(),
            certificate,
            false);
    return streams.open(settings, Devices.paired(), lane, listener);
  }

  private static StreamSettings impatient(StreamSettings settings) {
    return new StreamSettings(
        settings.url(),
        settings.rootPublicKey(),
        settings.webVersion(),
        settings.deviceName(),
        settings.devicePlatform(),
        Duration.ofMillis(300),
        settings.queryTimeout(),
        settings.keepAliveInterval(),
        "",
        false);
  }

  private static <T> T get(java.util.concurrent.CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Threads that came since and are not the test's server's. */
  private static List<Thread> ownThreads(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !others.contains(thread))
        .filter(thread -> !thread.getName().startsWith("test-server"))
        .toList();
  }
}
