package org.amarula.sandbox.internal.media;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.api.Bytes;

/**
 * The media store of one server (spec features.md 2.10): files by id, and the tokens that allow
 * uploads. Free for any thread; {@link #close()} deletes what is on disk.
 */
public final class MediaStore implements AutoCloseable {
  private static final int IN_MEMORY = 256 * 1024;

  private final Map<String, Blob> blobs = new ConcurrentHashMap<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final SecureRandom random;

  /** Starts empty. */
  public MediaStore(SecureRandom random) {
    this.random = random;
  }

  /** A token that allows uploads. */
  public String newToken() {
    String token = name();
    tokens.add(token);
    return token;
  }

  /** Whether this token was given out and not withdrawn. */
  public boolean allows(String token) {
    return tokens.contains(token);
  }

  /** Withdraws all tokens, so that clients must ask for new ones. */
  public void withdrawTokens() {
    tokens.clear();
  }

  private String name() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Reads a file to its end without keeping it yet. */
  public Blob receive(String type, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    byte[] head = content.readNBytes(IN_MEMORY);
    digest.update(head);
    if (head.length < IN_MEMORY) {
      Bytes hash = Bytes.wrap(digest.digest());
      return new Blob(name(), type, hash, head.length, Bytes.wrap(head), Optional.empty());
    }
    Path file = Files.createTempFile("amarula-media-", ".bin");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(head);
      byte[] chunk = new byte[64 * 1024];
      for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
        digest.update(chunk, 0, read);
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    Bytes hash = Bytes.wrap(digest.digest());
    return new Blob(name(), type, hash, Files.size(file), Bytes.EMPTY, Optional.of(file));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Keeps a file that was received. */
  public void keep(Blob blob) {
    blobs.put(blob.id(), blob);
  }

  /** Forgets a file that was received, kept or not. */
  public void drop(Blob blob) {
    blobs.remove(blob.id());
    blob.file().ifPresent(MediaStore::delete);
  }

  /** Keeps a file of this process. */
  public Blob put(String type, byte[] content) {
    try {
      Blob blob = receive(type, new ByteArrayInputStream(content));
      keep(blob);
      return blob;
    } catch (IOException e) {
      throw new UncheckedIOException("A file cannot be kept.", e);
    }
  }

  /** The file with this id. */
  public Optional<Blob> find(String id) {
    return gone.contains(id) ? Optional.empty() : Optional.ofNullable(blobs.get(id));
  }

  /** Whether there was a file with this id. */
  public boolean isGone(String id) {
    return gone.contains(id);
  }

  /** The id in a direct path, with or without its query. */
  public static String idOf(String directPath) {
    String path = directPath.split("\\?", 2)[0];
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Lets a path expire; false when there is none. */
  public boolean expire(String directPath) {
    String id = idOf(directPath);
    return blobs.containsKey(id) && gone.add(id);
  }

  /** Offers an expired file at a new path, as a phone does that uploads it again. */
  public Optional<Blob> renew(String directPath) {
    Blob old = blobs.get(idOf(directPath));
    if (old == null) {
      return Optional.empty();
    }
    Blob renewed = new Blob(name(), old.type(), old.hash(), old.length(), old.bytes(), old.file());
    keep(renewed);
    return Optional.of(renewed);
  }

  /** The content of a small or large file. */
  public static byte[] content(Blob blob) {
    try (InputStream in = blob.open()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("A file cannot be read.", e);
    }
  }

  /** How many files there are. */
  public int size() {
    return blobs.size() - gone.size();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("A file cannot be deleted.", e);
    }
  }

  @Override
  public void close() {
    blobs.values().forEach(blob -> blob.file().ifPresent(MediaStore::delete));
    blobs.clear();
    tokens.clear();
  }
}
