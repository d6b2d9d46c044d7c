package org.amarula.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(server.url()), new WebSocket.Listener() {})
              .get(30, TimeUnit.SECONDS);
      socket.sendBinary(ByteBuffer.wrap(new byte[] {'N', 'O', 0, 0}), true);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (server.violations().isEmpty()) { // the end of the socket may be overlooked
        assertThat(System.nanoTime()).as("no rule is broken").isLessThan(deadline);
        Thread.onSpinWait();
      }
      socket.abort();
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
