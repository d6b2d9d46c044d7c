package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {
  private static List<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("amarula-sandbox"))
        .toList();
  }

  @Test
  void noThreadIsLeftAfterClose() throws Exception {
    SandboxServer server = SandboxServer.start(SandboxOptions.defaults().withTls(true));
    Companion.ready(server, "15551230001");
    List<Thread> threads = ownThreads();
    assertThat(threads).isNotEmpty();
    server.close();
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    assertThat(ownThreads()).isEmpty();
    assertThatThrownBy(server::stats).isInstanceOf(IllegalStateException.class);
    server.close();
  }

  @Test
  void serverListensOnLoopbackOnly() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
      Optional<InetAddress> other =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .findFirst();
      try (Socket local = new Socket("127.0.0.1", server.port())) {
        assertThat(local.isConnected()).isTrue();
      }
      if (other.isPresent()) {
        assertThatThrownBy(() -> new Socket(other.get(), server.port()).close())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void takenPortIsAFailureThatLeavesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SandboxOptions options = SandboxOptions.defaults().withPort(taken.getLocalPort());
      assertThatThrownBy(() -> SandboxServer.start(options))
          .isInstanceOf(IllegalStateException.class);
    }
    for (Thread thread : ownThreads()) {
      thread.join(10_000);
    }
    assertThat(ownThreads()).isEmpty();
  }

  @Test
  void samePortSpeaksPlainAndTlsWithItsCertificate() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults().withTls(true))) {
      assertThat(server.url()).startsWith("wss://127.0.0.1:");
      Path pem = server.chatCertificate().orElseThrow();
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(pem)).build();
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(server.url()), new WebSocket.Listener() {})
              .join();
      socket.abort();
      HttpResponse<String> info =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.port() + "/admin/info"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonObject json = JsonParser.parseString(info.body()).getAsJsonObject();
      assertThat(json.get("chatCertificate").getAsString()).isEqualTo(pem.toString());
      Companion.ready(server, "15551230001").close();
      server.close();
      assertThat(pem).doesNotExist();
    }
  }

  private static SSLContext trusting(Path pem) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      store.setCertificateEntry(
          "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void programPrintsItsLineAndEndsWithItsInput() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        SandboxMain.run(
            new String[] {"--port", "0"},
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err);
    assertThat(status).isZero();
    JsonObject line =
        JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(line.get("event").getAsString()).isEqualTo("listening");
  }

  @Test
  void programRefusesUnknownArguments() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertThat(
            SandboxMain.run(
                new String[] {"--nonsense"}, InputStream.nullInputStream(), System.out, errors))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--nonsense");
  }

  @Test
  void hundredClientsNeedNoMoreThreads() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
      List<Companion> companions = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Companion companion = new Companion(server);
        companion.register();
        companions.add(companion);
      }
      assertThat(server.stats().get("connections")).isEqualTo(100);
      assertThat(ownThreads()).hasSizeLessThanOrEqualTo(18);
      companions.forEach(Companion::close);
    }
  }
}
