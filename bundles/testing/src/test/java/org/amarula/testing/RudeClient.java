package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.amarula.sandbox.SandboxServer;

/** A client that does not know the protocol. */
public final class RudeClient {
  private RudeClient() {}

  /** Breaks a rule and returns when the server has seen that. */
  public static void call(SandboxServer server) {
    int before = server.violations().size();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(server.url()), new WebSocket.Listener() {})
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    socket.sendBinary(ByteBuffer.wrap(new byte[64]), true).orTimeout(30, TimeUnit.SECONDS).join();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (server.violations().size() == before) { // the end of the socket may be overlooked
      assertThat(System.nanoTime()).as("no rule is broken").isLessThan(deadline);
      Thread.onSpinWait();
    }
    socket.abort();
  }
}
