package org.amarula.connection.internal.socket;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.version.Revisions;
import org.amarula.connection.internal.version.VersionSource;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /sw.js} on the host of the configured url: no other host is ever asked, and a
 * redirection is not followed. Uses the clients of the sockets; thread-safe.
 */
final class VersionPage implements VersionSource {
  private static final Logger LOG = LoggerFactory.getLogger(VersionPage.class);
  private static final int LONGEST_PAGE = 8 * 1024 * 1024;
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/131.0.0.0 Safari/537.36";

  private final JettyClients clients;
  private final Set<CompletableFuture<Optional<String>>> open = ConcurrentHashMap.newKeySet();

  VersionPage(JettyClients clients) {
    this.clients = clients;
  }

  @Override
  public CompletionStage<Optional<String>> revision(StreamSettings settings) {
    CompletableFuture<Optional<String>> found = new CompletableFuture<>();
    open.add(found);
    found.whenComplete((revision, failure) -> open.remove(found));
    try {
      clients.execute(() -> ask(settings, found));
    } catch (IllegalStateException e) { // closed meanwhile
      found.complete(Optional.empty());
    }
    return found;
  }

  private void ask(StreamSettings settings, CompletableFuture<Optional<String>> found) {
    try {
      HttpClient http = clients.client(JettySockets.trusted(settings)).getHttpClient();
      http.newRequest(page(settings.url()))
          .followRedirects(false)
          .agent(BROWSER)
          .headers(headers -> headers.put("sec-fetch-site", "none"))
          .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
          .send(new Answer(found));
    } catch (IOException | GeneralSecurityException | URISyntaxException | RuntimeException e) {
      LOG.warn("The newest web version could not be asked for: {}.", e.getClass().getSimpleName());
      found.complete(Optional.empty());
    }
  }

  /** After the clients were closed: what their threads did not come to is not learned. */
  void close() {
    open.forEach(found -> found.complete(Optional.empty()));
  }

  private static URI page(URI chat) throws URISyntaxException {
    String scheme = chat.getScheme().equals("wss") ? "https" : "http";
    return new URI(scheme, null, chat.getHost(), chat.getPort(), "/sw.js", null, null);
  }

  private static final class Answer extends BufferingResponseListener {
    private final CompletableFuture<Optional<String>> found;

    Answer(CompletableFuture<Optional<String>> found) {
      super(LONGEST_PAGE);
      this.found = found;
    }

    @Override
    public void onComplete(Result result) {
      boolean there = result.isSucceeded() && result.getResponse().getStatus() == 200;
      Optional<String> revision =
          there ? Revisions.in(getContentAsString(StandardCharsets.UTF_8)) : Optional.empty();
      if (revision.isEmpty()) {
        LOG.warn("The newest web version could not be learned.");
      }
      found.complete(revision);
    }
  }
}
