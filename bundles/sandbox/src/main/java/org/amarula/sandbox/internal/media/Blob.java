package org.amarula.sandbox.internal.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.amarula.api.Bytes;

/**
 * A stored file: small ones in memory, others on disk.
 *
 * @param id names it in its path
 * @param type the kind that it was uploaded as, such as {@code image}
 * @param hash SHA-256 of the file as it is
 * @param length in bytes
 * @param bytes the content, empty when it is on disk
 * @param file where it is on disk
 */
public record Blob(
    String id, String type, Bytes hash, long length, Bytes bytes, Optional<Path> file) {

  /** The content from its start. */
  public InputStream open() throws IOException {
    return file.isPresent()
        ? Files.newInputStream(file.get())
        : new ByteArrayInputStream(bytes.toArray());
  }

  /** The path that clients ask for, with the query that the real server signs. */
  public String directPath() {
    return "/d/" + id + "?ccb=1&oh=" + id.substring(0, 8) + "&oe=7FFFFFFF";
  }
}
