package org.amarula.connection.internal.socket;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.Bytes;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket clients of the framework: one for all accounts with normal trust, and one for each
 * distinct certificate that an account trusts instead. All share one pool of threads and one
 * scheduler. Nothing starts before the first is asked for; {@link #close} ends all of it.
 */
final class JettyClients implements AutoCloseable {
  /** performance.md 6: one pool of a fixed size for all accounts. */
  private static final int THREADS = 8;

  private static final long MAX_MESSAGE = 16L * 1024 * 1024; // spec/transport.md 1.3
  private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);
  private static final Duration LEFT_OVER = Duration.ofMinutes(1);
  private static final int MOST_SOCKETS = 1 << 16;

  private static final Logger LOG = LoggerFactory.getLogger(JettyClients.class);

  private final Map<Optional<Bytes>, WebSocketClient> clients = new HashMap<>();
  private final QueuedThreadPool threads = new QueuedThreadPool(THREADS, THREADS);
  private final ScheduledExecutorScheduler scheduler;
  private CompletableFuture<Void> lastTask = CompletableFuture.completedFuture(null);
  private volatile boolean closed;

  /** Clients whose delays {@code timer} measures; it stays the caller's to shut down. */
  JettyClients(ScheduledExecutorService timer) {
    scheduler = new ScheduledExecutorScheduler(timer);
    threads.setName("amarula-jetty");
    threads.setDaemon(true);
    threads.setStopTimeout(2000);
  }

  /**
   * Runs {@code task} on the pool, which starts now at the latest, after the tasks before it: a
   * client that starts needs free threads of the same pool, so that no more than one thread may
   * ever wait for it.
   */
  void execute(Runnable task) {
    synchronized (threads) { // another lock than a client's slow start
      requireOpen();
      start(threads);
      start(scheduler);
      lastTask = lastTask.handleAsync((nothing, failure) -> run(task), threads);
    }
  }

  private static Void run(Runnable task) {
    task.run();
    return null;
  }

  /** The client for this PEM text, or the one with normal trust; started. */
  synchronized WebSocketClient client(Optional<Bytes> pem)
      throws IOException, GeneralSecurityException {
    requireOpen();
    WebSocketClient known = clients.get(pem);
    if (known != null) {
      return known;
    }
    WebSocketClient made = build(pem);
    start(made);
    clients.put(pem, made);
    return made;
  }

  private WebSocketClient build(Optional<Bytes> pem) throws IOException, GeneralSecurityException {
    SslContextFactory.Client trust = new SslContextFactory.Client();
    if (pem.isPresent()) {
      trust.setTrustStore(PinnedCertificate.trustStore(pem.get()));
    }
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(trust);
    HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setName("amarula-http");
    http.setExecutor(threads);
    http.setScheduler(scheduler);
    http.setConnectTimeout(CONNECT_LIMIT.toMillis()); // each attempt has its own, shorter limit
    http.setMaxConnectionsPerDestination(MOST_SOCKETS);
    http.setHttpCookieStore(new HttpCookieStore.Empty()); // accounts share nothing
    http.setFollowRedirects(false);
    http.setUserAgentField(null);
    // Only a client that runs already lends its pool to the WebSockets: otherwise they would start
    // another one, of up to 200 threads that are no daemons.
    start(http);
    WebSocketClient client = new WebSocketClient(http);
    client.addManaged(http);
    client.setIdleTimeout(Duration.ZERO); // our own keep-alive decides
    http.setIdleTimeout(LEFT_OVER.toMillis()); // for sockets whose upgrade was refused
    client.setMaxBinaryMessageSize(MAX_MESSAGE);
    client.setStopAtShutdown(false);
    client.setStopTimeout(1000);
    return client;
  }

  /** Jetty looks for its services through the context class loader (pitfall of OSGi). */
  private static void start(LifeCycle jetty) {
    Thread thread = Thread.currentThread();
    ClassLoader outer = thread.getContextClassLoader();
    thread.setContextClassLoader(WebSocketClient.class.getClassLoader());
    try {
      LifeCycle.start(jetty);
    } finally {
      thread.setContextClassLoader(outer);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The WebSocket client was closed.");
    }
  }

  @Override
  public void close() {
    synchronized (threads) {
      closed = true;
    }
    synchronized (this) {
      clients.values().forEach(JettyClients::stop);
      clients.clear();
    }
    stop(scheduler);
    stop(threads);
  }

  private static void stop(LifeCycle jetty) {
    try {
      jetty.stop();
    } catch (Exception e) { // whatever it is, the others are still to be stopped
      LOG.warn("A part of the WebSocket client did not stop in good order.", e);
    }
  }
}
