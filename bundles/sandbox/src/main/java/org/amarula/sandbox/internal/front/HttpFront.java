package org.amarula.sandbox.internal.front;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.server.ChatServer;
import org.amarula.sandbox.internal.wire.ChatSocket;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of a server: chat at any path, admin below {@code /admin}; the same port speaks
 * plain and TLS. Lives as long as the server.
 */
public final class HttpFront implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final int THREADS = 16;
  private static final int MESSAGE_LIMIT = 1 << 24; // transport.md 1.3
  private static final String ORIGIN = "https://web.whatsapp.com";

  private final Server server;
  private final ServerConnector connector;
  private final ChatServer chat;
  private final int chunk;

  /**
   * Listens.
   *
   * @param host a loopback address, unless the caller warned
   * @param port 0 for any
   * @param tls the certificate for TLS beside plain connections
   * @param admin answers what is no WebSocket: admin and media
   * @param chunk the longest WebSocket message to send, 0 for no limit
   */
  public HttpFront(
      String host,
      int port,
      TlsCertificate tls,
      ChatServer chat,
      Handler.Abstract admin,
      int chunk) {
    this.chat = chat;
    this.chunk = chunk;
    QueuedThreadPool pool = new QueuedThreadPool(THREADS, 4);
    pool.setName("amarula-sandbox-jetty");
    pool.setDaemon(true);
    server = new Server(pool);
    server.setStopTimeout(0);
    connector = connector(server, tls);
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(1024);
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(server, this::configure);
    server.setHandler(
        new Handler.Sequence(
            admin,
            new VersionPage(chat.faults(), () -> chat.minimumVersion().tertiary()),
            sockets));
    start();
  }

  private static ServerConnector connector(Server server, TlsCertificate tls) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(tls.context());
    SslConnectionFactory secure = new SslConnectionFactory(context, http.getProtocol());
    return new ServerConnector(server, 1, 1, new DetectorConnectionFactory(secure), http);
  }

  private void start() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(Server.class.getClassLoader());
    try {
      warnUnlessLoopback();
      server.start();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("The sandbox server cannot listen: " + e.getMessage(), e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private void warnUnlessLoopback() throws UnknownHostException {
    if (!InetAddress.getByName(connector.getHost()).isLoopbackAddress()) {
      LOG.warn(
          "The sandbox server listens on {}: anybody who reaches it controls its accounts.",
          connector.getHost());
    }
  }

  private void configure(ServerWebSocketContainer container) {
    container.setMaxBinaryMessageSize(MESSAGE_LIMIT);
    container.setMaxFrameSize(MESSAGE_LIMIT);
    container.setIdleTimeout(Duration.ZERO);
    container.addMapping("/*", this::upgrade);
  }

  private Object upgrade(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    Optional<Fault> refusal = chat.faults().take(FaultType.REFUSE_UPGRADE, Map.of());
    String origin = request.getHeaders().get("Origin");
    if (refusal.isPresent()) {
      int status = Integer.parseInt(refusal.get().shape("status", "503"));
      Response.writeError(request, response, callback, status);
      return null;
    }
    if (chat.faults().take(FaultType.SILENT_UPGRADE, Map.of()).isPresent()) {
      return null; // the callback is never completed
    }
    if (origin != null && !origin.equals(ORIGIN)) { // transport.md 1.4
      Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
      return null;
    }
    return new ChatSocket(chat.lane(), chat::connect, chunk);
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The sandbox server's front does not stop cleanly.", e);
    }
  }
}
