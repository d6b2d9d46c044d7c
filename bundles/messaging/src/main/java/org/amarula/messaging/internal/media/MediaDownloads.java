package org.amarula.messaging.internal.media;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.connection.HttpFailedException;
import org.amarula.connection.HttpFailure;
import org.amarula.connection.HttpGet;
import org.amarula.connection.HttpReply;
import org.amarula.crypto.media.DamagedMediaException;
import org.amarula.crypto.media.MediaDamage;
import org.amarula.crypto.media.MediaFile;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;

/**
 * Reads encrypted files and verifies them from end to end (spec/features.md 2.4): from the first
 * host that has them, each asked once. Holds no file. Thread-safe.
 */
public final class MediaDownloads {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MAX_PATH = 4096;
  private static final int OK = 200;
  private static final int FORBIDDEN = 403; // its signature is over: as good as gone
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final MediaHosts hosts;
  private final ConnectionSettings settings;

  /** The downloads of one account. */
  public MediaDownloads(ConnectionSettings settings, Clock clock) {
    this.hosts = new MediaHosts(settings, clock);
    this.settings = settings;
  }

  /**
   * A file, verified. Fails with {@link MediaException}, or as a query does when the hosts had to
   * be asked for.
   *
   * @param mostBytes a longer file is refused; as much is held in memory
   */
  public CompletionStage<MediaFile> get(Link link, MediaPlace place, int mostBytes) {
    return hosts
        .find(link)
        .thenCompose(names -> get(link, place, mostBytes, names))
        .thenApply(file -> verified(file, place));
  }

  private CompletionStage<byte[]> get(
      Link link, MediaPlace place, int mostBytes, List<String> names) {
    if (names.isEmpty()) {
      hosts.forget();
      return Stages.failed(
          new MediaException(MediaProblem.UNREACHABLE, "The server names no host of files."));
    }
    HttpGet request;
    try {
      request = request(names.get(0), place, mostBytes);
    } catch (IllegalArgumentException e) {
      return Stages.failed(
          new MediaException(MediaProblem.NO_ADDRESS, "What was told is no address of a file."));
    }
    return link.stream()
        .http()
        .get(request)
        .handle((reply, error) -> error == null ? body(reply) : failed(error))
        .thenCompose(stage -> stage)
        .exceptionallyCompose(
            error -> {
              boolean next =
                  Stages.cause(error) instanceof MediaException failure
                      && failure.problem() == MediaProblem.UNREACHABLE;
              if (next && names.size() > 1) {
                return get(link, place, mostBytes, names.subList(1, names.size()));
              }
              hosts.forget();
              return Stages.failed(Stages.cause(error));
            });
  }

  private HttpGet request(String host, MediaPlace place, int mostBytes) {
    String path = place.directPath();
    if (!path.startsWith("/") || path.startsWith("//") || path.length() > MAX_PATH) {
      throw new IllegalArgumentException("A direct path begins with one slash.");
    }
    String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(place.fileHash());
    String query =
        (path.contains("?") ? "&" : "?")
            + ("hash=" + hash + "&mms-type=" + place.type().text() + "&__wa-mms=");
    return new HttpGet(
        URI.create("https://" + host + path + query),
        mostBytes,
        TIMEOUT,
        settings.mediaCertificate().orElse(""));
  }

  private static CompletionStage<byte[]> body(HttpReply reply) {
    return switch (reply.status()) {
      case OK -> Stages.of(reply.body());
      case FORBIDDEN, NOT_FOUND, GONE ->
          Stages.failed(
              new MediaException(MediaProblem.GONE, "The file is gone (" + reply.status() + ")."));
      default ->
          Stages.failed(
              new MediaException(
                  MediaProblem.UNREACHABLE, "The host answered " + reply.status() + "."));
    };
  }

  private static CompletionStage<byte[]> failed(Throwable error) {
    Throwable cause = Stages.cause(error);
    if (cause instanceof HttpFailedException failed && failed.failure() != HttpFailure.CLOSED) {
      boolean tooLong = failed.failure() == HttpFailure.TOO_LONG;
      return Stages.failed(
          new MediaException(
              tooLong ? MediaProblem.TOO_LONG : MediaProblem.UNREACHABLE, failed.getMessage()));
    }
    return Stages.failed(cause);
  }

  private static MediaFile verified(byte[] file, MediaPlace place) {
    try {
      return MediaFile.verified(
          file, place.mediaKey(), place.type(), place.fileHash(), place.plainHash());
    } catch (DamagedMediaException e) {
      // another file than was told may come of a bad way; what is wrong inside stays wrong
      boolean onItsWay = e.damage() == MediaDamage.FILE_HASH || e.damage() == MediaDamage.LENGTH;
      throw new MediaException(
          onItsWay ? MediaProblem.UNREACHABLE : MediaProblem.DAMAGED, e.getMessage());
    }
  }
}
