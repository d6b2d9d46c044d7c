package org.amarula.supervision.internal.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the stanza that crashes its reader. Held by the instance, so that it outlives the
 * connection child; a mark is made durable when the crash happens, so that it outlives the instance
 * too. After two crashes over the same stanza it is poison. Thread-safe.
 */
public final class CrashMarks {
  private static final Logger LOG = LoggerFactory.getLogger(CrashMarks.class);
  private static final Namespace MARKS = new Namespace("stanza-crash");
  private static final int CRASHES = 2;
  private static final int MOST = 100;

  private final ProfileStorage storage;
  private final Clock clock;
  private Map<String, Integer> marks; // guarded by this; null until it was read

  /** The marks in {@code storage}. */
  public CrashMarks(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Whether this stanza has crashed its reader too often. */
  public synchronized boolean isPoison(Node stanza) {
    return !marks().isEmpty() && marks.getOrDefault(key(stanza), 0) >= CRASHES;
  }

  /** A stanza has crashed its reader. */
  public void crashed(Node stanza) {
    String key = key(stanza);
    Batch.Builder batch = Batch.builder();
    synchronized (this) {
      int crashes = marks().merge(key, 1, Integer::sum);
      batch.put(MARKS, key, Bytes.utf8(crashes + " " + clock.millis()));
      if (marks.size() > MOST) {
        String oldest = marks.keySet().iterator().next();
        marks.remove(oldest);
        batch.delete(MARKS, oldest);
      }
    }
    write(batch);
  }

  /** The stanza was put aside. */
  public void settle(Node stanza) {
    Batch.Builder batch = Batch.builder();
    synchronized (this) {
      String key = key(stanza);
      marks().remove(key);
      batch.delete(MARKS, key);
    }
    write(batch);
  }

  private void write(Batch.Builder batch) {
    CompletionStage<Void> written;
    try {
      written = storage.commit(batch.build());
    } catch (RuntimeException e) {
      written = CompletableFuture.failedFuture(e);
    }
    written.exceptionally(
        failure -> {
          LOG.warn("The mark of a crash could not be stored; it is kept in memory");
          return null;
        });
  }

  private Map<String, Integer> marks() {
    if (marks == null) {
      marks = new LinkedHashMap<>();
      try {
        storage
            .scan(MARKS, "", "", MOST)
            .forEach((key, value) -> marks.put(key, crashes(value.toUtf8())));
      } catch (StorageException e) {
        LOG.warn("The marks of earlier crashes cannot be read: {}", e.getMessage());
      }
    }
    return marks;
  }

  private static int crashes(String value) {
    return value.startsWith("1 ") ? 1 : CRASHES;
  }

  // Whose stanza it is goes into a hash: addresses do not belong into the keys of a store.
  private static String key(Node stanza) {
    StringBuilder text = new StringBuilder(stanza.tag());
    for (String attribute : new String[] {"from", "participant", "id"}) {
      text.append('\0').append(stanza.attribute(attribute).orElse(""));
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
