package org.amarula.connection.internal.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.HttpFailedException;
import org.amarula.connection.HttpFailure;
import org.amarula.connection.HttpGet;
import org.amarula.connection.HttpReply;
import org.eclipse.jetty.client.HttpClient;

/** HTTP through the clients of the sockets: no thread and no client of its own. Thread-safe. */
final class JettyExchange implements HttpExchange {
  private static final String ORIGIN = "https://web.whatsapp.com"; // spec/features.md 2.4

  private final JettyClients clients;
  private final Set<CompletableFuture<HttpReply>> open = ConcurrentHashMap.newKeySet();

  JettyExchange(JettyClients clients) {
    this.clients = clients;
  }

  @Override
  public CompletionStage<HttpReply> get(HttpGet request) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    open.add(reply);
    reply.whenComplete((answer, failure) -> open.remove(reply));
    try {
      clients.execute(() -> ask(request, reply));
    } catch (IllegalStateException e) { // closed, before or meanwhile
      reply.completeExceptionally(closed());
    }
    return reply.minimalCompletionStage();
  }

  /** On a thread of the pool, since the first use of a client starts it and a PEM is read. */
  private void ask(HttpGet request, CompletableFuture<HttpReply> reply) {
    try {
      HttpClient http = clients.client(trusted(request.certificate())).getHttpClient();
      http.newRequest(request.uri())
          .followRedirects(false)
          .headers(headers -> headers.put("Origin", ORIGIN).put("Referer", ORIGIN + "/"))
          .timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
          .send(new Collector(request.mostBytes(), reply));
    } catch (IOException | GeneralSecurityException e) {
      reply.completeExceptionally(
          new HttpFailedException(HttpFailure.TLS, "The certificate to trust cannot be read."));
    } catch (IllegalStateException e) {
      reply.completeExceptionally(closed());
    } catch (RuntimeException e) {
      reply.completeExceptionally(Collector.failed(e));
    }
  }

  static Optional<Bytes> trusted(Optional<String> path) throws IOException {
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(Bytes.wrap(Files.readAllBytes(Path.of(path.get()))));
  }

  private static HttpFailedException closed() {
    return new HttpFailedException(HttpFailure.CLOSED, "The HTTP client was closed.");
  }

  /** After the clients were closed: what their threads did not come to fails now. */
  void close() {
    open.forEach(reply -> reply.completeExceptionally(closed()));
  }
}
