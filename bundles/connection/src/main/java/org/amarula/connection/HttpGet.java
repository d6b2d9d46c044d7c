package org.amarula.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One request for a file.
 *
 * @param uri where it is; https only
 * @param mostBytes a longer body is a failure, and no more than this is ever kept of it
 * @param timeout for all of the exchange
 * @param certificatePath a PEM file to trust instead of the usual authorities, or empty
 */
public record HttpGet(URI uri, int mostBytes, Duration timeout, String certificatePath) {
  /** Refuses what is no https URI. */
  public HttpGet {
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(certificatePath, "certificatePath");
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("Files are read over https from a named host.");
    }
    if (mostBytes < 1) {
      throw new IllegalArgumentException("A body may have at least one byte.");
    }
  }

  /** The PEM file to trust. */
  public Optional<String> certificate() {
    return certificatePath.isEmpty() ? Optional.empty() : Optional.of(certificatePath);
  }

  @Override
  public String toString() {
    return "HttpGet[" + uri.getHost() + "]"; // the path of a file is as good as the file
  }
}
