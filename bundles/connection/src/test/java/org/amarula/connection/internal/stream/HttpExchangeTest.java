package org.amarula.connection.internal.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.connection.HttpFailedException;
import org.amarula.connection.HttpFailure;
import org.amarula.connection.HttpGet;
import org.amarula.connection.HttpReply;
import org.amarula.connection.NodeStream;
import org.amarula.connection.standalone.StreamOpeners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files over HTTPS: bounded in size and time, each failure by its name. */
@Timeout(60)
class HttpExchangeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int MOST = 3 << 20;

  private final ServerKeys keys = ServerKeys.create();
  private final StreamOpeners streams = StreamOpeners.create(Clock.systemUTC());
  private final ExecutorService lane = Executors.newSingleThreadExecutor();
  @TempDir Path directory;
  private TestCertificate own;
  private LoopbackServer server;
  private NodeStream stream;

  @BeforeEach
  void start() throws Exception {
    own = TestCertificate.create(directory, "server");
    server = LoopbackServer.startTls(keys, own.keyStore());
    stream =
        streams.open(
            Devices.settings(URI.create("ws://127.0.0.1:1/ws/chat"), root()),
            Devices.paired(),
            lane,
            new AwaitingListener());
  }

  private Bytes root() {
    return Bytes.wrap(keys.root().publicKey());
  }

  @AfterEach
  void stop() throws Exception {
    streams.close();
    server.close();
    lane.shutdownNow();
  }

  private HttpGet request(Duration timeout, String certificate) {
    URI uri = URI.create("https://127.0.0.1:" + server.url().getPort() + "/d/file?oh=1");
    return new HttpGet(uri, MOST, timeout, certificate);
  }

  private CompletionStage<HttpReply> ask() {
    return stream.http().get(request(LONG, own.pem().toString()));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void assertFails(CompletionStage<HttpReply> asked, HttpFailure how) {
    assertThatThrownBy(() -> asked.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            HttpFailedException.class, failed -> assertThat(failed.failure()).isEqualTo(how));
  }

  @Test
  void fileComesWholeAndARefusalIsAnAnswer() throws Exception {
    String file = "0123456789".repeat(250_000);
    CompletableFuture<String> origin = new CompletableFuture<>();
    server.page =
        (request, answer) -> {
          origin.complete(request.getHeaders().get("Origin"));
          answer.give(200, file);
        };
    HttpReply reply = get(ask());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(new String(reply.body(), US_ASCII)).isEqualTo(file);
    assertThat(server.asked).containsExactly("/d/file");
    assertThat(get(origin)).isEqualTo("https://web.whatsapp.com");
    server.page = (request, answer) -> answer.give(410, "");
    assertThat(get(ask()).status()).isEqualTo(410);
  }

  @Test
  void longerFileIsGivenUp() {
    server.page = (request, answer) -> answer.give(200, "x".repeat(MOST + 1));
    assertFails(ask(), HttpFailure.TOO_LONG);
  }

  @Test
  void redirectionIsNotFollowed() throws Exception {
    server.page = (request, answer) -> answer.redirect(URI.create("https://127.0.0.1:1/elsewhere"));
    assertThat(get(ask()).status()).isEqualTo(302);
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void silentServerIsGivenUp() {
    server.page = (request, answer) -> {};
    HttpGet impatient = request(Duration.ofMillis(300), own.pem().toString());
    assertFails(stream.http().get(impatient), HttpFailure.TIMEOUT);
  }

  @Test
  void certificateOfNobodyIsRefusedAndNobodyAtAllIsTold() throws Exception {
    assertFails(stream.http().get(request(LONG, "")), HttpFailure.TLS);
    assertFails(stream.http().get(request(LONG, "/no/such/file")), HttpFailure.TLS);
    try (Socket silent = new Socket()) { // has the port, so that nobody else does, and no ear
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobody = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/d/file");
      assertFails(
          stream.http().get(new HttpGet(nobody, MOST, LONG, own.pem().toString())),
          HttpFailure.NETWORK);
    }
  }

  @Test
  void closeFailsWhatIsUnderWayAndWhatComesAfterwards() {
    CompletableFuture<Void> here = new CompletableFuture<>();
    server.page = (request, answer) -> here.complete(null);
    CompletionStage<HttpReply> waiting = ask();
    here.orTimeout(20, TimeUnit.SECONDS).join();
    streams.close();
    assertThatThrownBy(() -> waiting.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(HttpFailedException.class);
    assertFails(ask(), HttpFailure.CLOSED);
  }

  @Test
  void onlyHttpsIsAsked() {
    assertThatThrownBy(() -> new HttpGet(URI.create("http://127.0.0.1/x"), MOST, LONG, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HttpGet(URI.create("https://a@b/x"), MOST, LONG, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
