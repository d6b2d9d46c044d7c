package org.amarula.connection.internal.socket;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.version.VersionSource;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;

/** Sockets of Jetty's WebSocket client. Lives as long as the component; thread-safe. */
public final class JettySockets implements Sockets {
  private static final String ORIGIN = "https://web.whatsapp.com"; // spec/transport.md 1.1

  private final JettyClients clients;
  private final JettyExchange exchange;
  private final VersionPage versions;
  private final Set<JettySocket> open = ConcurrentHashMap.newKeySet();

  /** No socket yet; {@code timer} measures Jetty's delays and stays the caller's. */
  public JettySockets(ScheduledExecutorService timer) {
    clients = new JettyClients(timer);
    exchange = new JettyExchange(clients);
    versions = new VersionPage(clients);
  }

  @Override
  public Socket open(StreamSettings settings, SocketEvents events) {
    JettySocket socket = new JettySocket(events, open::remove);
    open.add(socket);
    try {
      clients.execute(() -> connect(settings, socket));
    } catch (IllegalStateException e) {
      socket.end(new DisconnectReason.ProviderGone());
    }
    return socket;
  }

  /** On a thread of the pool, since the first use of a client starts it and a PEM is read. */
  private void connect(StreamSettings settings, JettySocket socket) {
    if (socket.isAborted()) {
      return;
    }
    try {
      ClientUpgradeRequest request = new ClientUpgradeRequest(settings.url());
      request.setHeader("Origin", ORIGIN);
      request.setHeader("Cache-Control", "no-cache");
      request.setHeader("Pragma", "no-cache");
      request.setTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<Session> attempt =
          clients.client(trusted(settings)).connect(socket, request);
      socket.attempting(attempt);
      attempt.whenComplete(
          (session, failure) -> {
            if (failure != null) {
              socket.end(Failures.reason(failure));
            }
          });
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      socket.end(Failures.reason(e));
    }
  }

  static Optional<Bytes> trusted(StreamSettings settings) throws IOException {
    return JettyExchange.trusted(settings.tlsCertificate());
  }

  /** Reads files through the same clients. */
  public HttpExchange exchange() {
    return exchange;
  }

  /** Asks the chat server's host for the newest web version, through the same clients. */
  public VersionSource versions() {
    return versions;
  }

  @Override
  public void close() {
    open.forEach(JettySocket::abort);
    clients.close();
    exchange.close();
    versions.close();
    open.forEach(socket -> socket.end(new DisconnectReason.ProviderGone()));
  }
}
