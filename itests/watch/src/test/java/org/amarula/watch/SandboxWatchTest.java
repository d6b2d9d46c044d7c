package org.amarula.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class SandboxWatchTest {
  private static final Path FAILURES = Path.of("target", "sandbox-failures");

  /** Opens a connection with another prologue than that of the protocol. */
  private static void breakARule() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
      CompletableFuture<Integer> ended = new CompletableFuture<>();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(server.url()), new Ending(ended))
              .get(10, TimeUnit.SECONDS);
      socket.sendBinary(ByteBuffer.wrap(new byte[] {'N', 'O', 0, 0}), true);
      ended.get(10, TimeUnit.SECONDS);
      server.stats(); // behind what the server did last
    }
  }

  /** Completes when the socket ends in any way. */
  private record Ending(CompletableFuture<Integer> ended) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      ended.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      ended.complete(0);
    }
  }

  /** Stories to be run by the tests, not by the build. */
  static class Stories {
    @Test
    void breaks() throws Exception {
      breakARule();
    }

    @Test
    @Tag(SandboxWatch.TAG)
    void breaksOnPurpose() throws Exception {
      breakARule();
    }

    @Test
    void behaves() {
      try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
        server.send("15550000001", "15550000002", "fine");
      }
    }
  }

  private static SummaryGeneratingListener run(String story) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectMethod(Stories.class, story))
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    return summary;
  }

  @Test
  void brokenRuleFailsTheTestAndLeavesTheTranscript() throws Exception {
    SummaryGeneratingListener summary = run("breaks");
    assertThat(summary.getSummary().getFailures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.getException()).hasMessageContaining("broke bad-prologue"));
    Path kept = FAILURES.resolve(Stories.class.getName() + ".breaks-.txt");
    assertThat(Files.readString(kept)).contains("broke bad-prologue");
  }

  @Test
  void ruleMayBeBrokenOnPurpose() {
    assertThat(run("breaksOnPurpose").getSummary().getTestsSucceededCount()).isEqualTo(1);
  }

  @Test
  void goodTestLeavesNothing() {
    assertThat(run("behaves").getSummary().getTestsSucceededCount()).isEqualTo(1);
    assertThat(FAILURES.resolve(Stories.class.getName() + ".behaves-.txt")).doesNotExist();
  }
}
