package org.amarula.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.amarula.sandbox.SandboxServer;

/** A client that does not know the protocol. */
public final class RudeClient {
  private RudeClient() {}

  /** Breaks a rule and returns when the server has seen that. */
  public static void call(SandboxServer server) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end.complete(null);
            return null;
          }

          @Override
          public void onError(WebSocket socket, Throwable error) {
            end.complete(null);
          }
        };
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(server.url()), listener)
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    socket.sendBinary(ByteBuffer.wrap(new byte[64]), true).orTimeout(30, TimeUnit.SECONDS).join();
    end.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
