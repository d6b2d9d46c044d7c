package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.standalone.StreamOpeners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The newest web version is asked of the configured host and of nobody else. */
@Timeout(60)
class VersionPageTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ServerKeys keys = ServerKeys.create();
  private final StreamOpeners streams = StreamOpeners.create(Clock.systemUTC());

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void newerVersionIsLearnedAsABrowserWould() throws Exception {
    CompletableFuture<String> agent = new CompletableFuture<>();
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page =
          (request, answer) -> {
            agent.complete(
                request.getHeaders().get("User-Agent")
                    + request.getHeaders().get("sec-fetch-site"));
            answer.give(200, "x = {\"client_revision\":2000000000};");
          };

      assertThat(ask(server.url(), "")).contains("2.3000.2000000000");

      assertThat(server.asked).containsExactly("/sw.js");
      assertThat(agent.get(5, TimeUnit.SECONDS)).startsWith("Mozilla/5.0").endsWith("none");
    }
  }

  @Test
  void olderVersionIsNoNews() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page = (request, answer) -> answer.give(200, "{\"client_revision\":7}");

      assertThat(ask(server.url(), "")).isEmpty();
    }
  }

  @Test
  void missingPageIsNoNews() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page = (request, answer) -> answer.give(404, "{\"client_revision\":2000000000}");

      assertThat(ask(server.url(), "")).isEmpty();
    }
  }

  @Test
  void noOtherHostIsAsked() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys);
        LoopbackServer other = LoopbackServer.start(keys)) {
      other.page = (request, answer) -> answer.give(200, "{\"client_revision\":2000000000}");
      URI there = URI.create("http://127.0.0.1:" + other.url().getPort() + "/sw.js");
      server.page = (request, answer) -> answer.redirect(there);

      assertThat(ask(server.url(), "")).isEmpty();

      assertThat(server.asked).hasSize(1);
      assertThat(other.asked).isEmpty();
    }
  }

  @Test
  void silentServerIsGivenUp() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page = (request, answer) -> {};

      assertThat(ask(server.url(), "", Duration.ofSeconds(1))).isEmpty();
    }
  }

  @Test
  void endlessPageIsGivenUp() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page =
          (request, answer) ->
              answer.give(200, " ".repeat(9 << 20) + "{\"client_revision\":2000000000}");

      assertThat(ask(server.url(), "")).isEmpty();
    }
  }

  @Test
  void trustIsTheSameAsForTheChat(@TempDir Path directory) throws Exception {
    TestCertificate own = TestCertificate.create(directory, "server");
    try (LoopbackServer server = LoopbackServer.startTls(keys, own.keyStore())) {
      server.page = (request, answer) -> answer.give(200, "{\"client_revision\":2000000000}");

      assertThat(ask(server.url(), own.pem().toString())).contains("2.3000.2000000000");
      assertThat(ask(server.url(), "")).isEmpty();
    }
  }

  @Test
  void closeAnswersWhatIsUnderWayAndWhatWaitsBehindIt() throws Exception {
    CompletableFuture<Void> here = new CompletableFuture<>();
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      server.page = (request, answer) -> here.complete(null);
      List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
      all.add(asked(server.url(), "", LONG));
      here.get(20, TimeUnit.SECONDS);
      for (int i = 0; i < 100; i++) {
        all.add(asked(server.url(), "", LONG));
      }

      streams.close();

      for (CompletableFuture<Optional<String>> one : all) {
        assertThat(one.get(10, TimeUnit.SECONDS)).isEmpty();
      }
    }
  }

  @Test
  void closedOpenerKnowsNothing() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(keys)) {
      streams.close();

      assertThat(ask(server.url(), "")).isEmpty();
    }
  }

  private Optional<String> ask(URI url, String certificate) throws Exception {
    return ask(url, certificate, LONG);
  }

  private Optional<String> ask(URI url, String certificate, Duration limit) throws Exception {
    return asked(url, certificate, limit).get(40, TimeUnit.SECONDS);
  }

  private CompletableFuture<Optional<String>> asked(URI url, String certificate, Duration limit) {
    StreamSettings plain = Devices.settings(url, Bytes.wrap(keys.root().publicKey()));
    StreamSettings settings =
        new StreamSettings(
            url,
            plain.rootPublicKey(),
            "2.3000.1045649367",
            plain.deviceName(),
            plain.devicePlatform(),
            limit,
            plain.queryTimeout(),
            plain.keepAliveInterval(),
            certificate,
            false);
    return streams.newerVersion(settings).toCompletableFuture();
  }
}
