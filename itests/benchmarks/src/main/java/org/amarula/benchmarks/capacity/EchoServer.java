package org.amarula.benchmarks.capacity;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** A WebSocket server that sends back what comes: as little as can be done with the same Jetty. */
final class EchoServer {
  private static final int LIMIT = 1 << 24;

  private EchoServer() {}

  /** Starts one on loopback and tells its URL; it ends with the process. */
  static String start() throws Exception {
    QueuedThreadPool pool = new QueuedThreadPool(16, 4);
    pool.setDaemon(true);
    Server server = new Server(pool);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxBinaryMessageSize(LIMIT);
              container.setIdleTimeout(Duration.ZERO);
              container.addMapping("/*", (request, response, callback) -> new Echo());
            }));
    server.start();
    return "ws://127.0.0.1:" + connector.getLocalPort() + "/";
  }

  /** One connection. Public because Jetty looks for its methods. */
  public static final class Echo implements Session.Listener {
    private Session session;

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
      session.sendBinary(ByteBuffer.wrap(copy), Callback.NOOP);
      session.demand();
    }
  }
}
