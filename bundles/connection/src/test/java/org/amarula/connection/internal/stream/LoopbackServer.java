package org.amarula.connection.internal.stream;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.internal.socket.Socket;
import org.amarula.connection.internal.socket.SocketEvents;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** A real WebSocket server on the loopback interface, with a {@link ScriptedServer} behind each. */
final class LoopbackServer implements AutoCloseable {
  private final Server jetty;
  private final String scheme;
  private final ServerKeys keys;
  final List<String> origins = new CopyOnWriteArrayList<>();
  final LinkedBlockingQueue<Endpoint> accepted = new LinkedBlockingQueue<>();

  /** The paths of the pages that were asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** What is answered to a request for a page. */
  volatile BiConsumer<Request, Answer> page = (request, answer) -> answer.give(404, "");

  /** What a server does with a node. */
  volatile BiConsumer<ScriptedServer, Node> answering = (server, node) -> {};

  /** The status of the answer to an upgrade, or 101 to accept it. */
  volatile int status = 101;

  private LoopbackServer(ServerKeys keys, Optional<Path> keyStore) throws Exception {
    this.keys = keys;
    this.scheme = keyStore.isPresent() ? "wss" : "ws";
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setName("test-server");
    jetty =
        new Server(threads, new ScheduledExecutorScheduler("test-server-scheduler", true), null);
    ServerConnector connector =
        keyStore.isPresent()
            ? new ServerConnector(jetty, ssl(keyStore.get()))
            : new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    WebSocketUpgradeHandler sockets =
        WebSocketUpgradeHandler.from(
            jetty,
            container -> {
              container.setMaxBinaryMessageSize(1 << 25);
              container.addMapping(
                  "/*",
                  (request, response, callback) -> {
                    if (status != 101) {
                      response.setStatus(status);
                      callback.succeeded();
                      return null;
                    }
                    origins.add(String.valueOf(request.getHeaders().get(HttpHeader.ORIGIN)));
                    return new Endpoint();
                  });
            });
    sockets.setHandler(new Pages());
    jetty.setHandler(sockets);
    jetty.start();
  }

  /** Answers what is no upgrade. */
  private final class Pages extends Handler.Abstract {
    @Override
    public boolean handle(
        Request request, Response response, org.eclipse.jetty.util.Callback callback) {
      asked.add(request.getHttpURI().getPath());
      page.accept(request, new Answer(response, callback));
      return true;
    }
  }

  /** An answer to a request for a page. */
  record Answer(Response response, org.eclipse.jetty.util.Callback callback) {
    void give(int code, String body) {
      response.setStatus(code);
      Content.Sink.write(response, true, body, callback);
    }

    void redirect(URI to) {
      Response.sendRedirect(response.getRequest(), response, callback, to.toString());
    }
  }

  private static SslContextFactory.Server ssl(Path keyStore) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStorePath(keyStore.toString());
    ssl.setKeyStorePassword("changeit");
    return ssl;
  }

  static LoopbackServer start(ServerKeys keys) throws Exception {
    return new LoopbackServer(keys, Optional.empty());
  }

  static LoopbackServer startTls(ServerKeys keys, Path keyStore) throws Exception {
    return new LoopbackServer(keys, Optional.of(keyStore));
  }

  URI url() {
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    return URI.create(scheme + "://127.0.0.1:" + port + "/ws/chat");
  }

  Endpoint next() throws InterruptedException {
    return Optional.ofNullable(accepted.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }

  @Override
  public void close() throws Exception {
    jetty.stop();
  }

  /** One accepted socket. Public because Jetty finds its methods by reflection. */
  public final class Endpoint implements Session.Listener.AutoDemanding, SocketEvents {
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> encrypted = new CompletableFuture<>();
    private final ScriptedServer script = new ScriptedServer(keys);
    private final List<CompletableFuture<Void>> sends = new CopyOnWriteArrayList<>();
    private Session session;
    private Socket client;

    @Override
    public void onWebSocketOpen(Session opened) {
      session = opened;
      client = script.open(this);
      client.demand();
      script.onNode = node -> answering.accept(script, node);
      accepted.add(this);
    }

    /** Whether the network takes all that was sent, within so many seconds each. */
    boolean takesAll(int seconds) throws Exception {
      try {
        for (CompletableFuture<Void> send : sends) {
          send.get(seconds, TimeUnit.SECONDS);
        }
        return true;
      } catch (TimeoutException e) {
        return false;
      }
    }

    Session session() {
      return session;
    }

    /** Sends nodes, once the handshake is done. */
    void send(Node... nodes) throws Exception {
      encrypted.get(20, TimeUnit.SECONDS);
      synchronized (this) {
        for (Node node : nodes) {
          script.send(node);
        }
      }
    }

    @Override
    public synchronized void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      client.send(bytes, failure -> {});
      if (script.payload().isPresent()) {
        encrypted.complete(null);
      }
      callback.succeed();
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
      callback.succeed();
      closed.complete(statusCode);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      closed.complete(0);
    }

    @Override
    public void opened() {}

    @Override
    public void received(byte[] message) {
      CompletableFuture<Void> next = new CompletableFuture<>();
      sends.add(next);
      session.sendBinary(
          ByteBuffer.wrap(message),
          Callback.from(() -> next.complete(null), next::completeExceptionally));
      client.demand();
    }

    @Override
    public void closed(DisconnectReason reason) {}
  }
}
