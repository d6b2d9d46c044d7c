package org.amarula.benchmarks.capacity;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * A client's socket, on a Jetty client that all share. Bytes come one message at a time. Public
 * because Jetty looks for its methods.
 */
public final class LoadSocket implements Session.Listener {
  private static final int THREADS = 8;

  private final Consumer<byte[]> reader;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile Session session;

  private LoadSocket(Consumer<byte[]> reader) {
    this.reader = reader;
  }

  /** The client that all sockets share. */
  static WebSocketClient client() throws Exception {
    QueuedThreadPool pool = new QueuedThreadPool(THREADS, THREADS);
    pool.setDaemon(true);
    HttpClient http = new HttpClient();
    http.setExecutor(pool);
    http.setMaxConnectionsPerDestination(Integer.MAX_VALUE);
    WebSocketClient client = new WebSocketClient(http);
    client.setIdleTimeout(Duration.ZERO);
    client.setMaxBinaryMessageSize(1 << 24);
    client.start();
    return client;
  }

  static LoadSocket open(WebSocketClient client, URI uri, Consumer<byte[]> reader)
      throws Exception {
    LoadSocket socket = new LoadSocket(reader);
    ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
    request.setHeader("Origin", "https://web.whatsapp.com");
    client.connect(socket, request).get(60, TimeUnit.SECONDS);
    return socket;
  }

  void write(byte[] bytes) {
    session.sendBinary(ByteBuffer.wrap(bytes), Callback.NOOP);
  }

  void awaitClosed() throws Exception {
    closed.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    opened.demand();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    callback.succeed();
    reader.accept(copy);
    session.demand();
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    closed.complete(null);
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    closed.complete(null);
  }
}
