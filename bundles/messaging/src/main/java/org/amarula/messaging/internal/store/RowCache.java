package org.amarula.messaging.internal.store;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/**
 * A profile's storage that remembers the rows which every message to a group reads: groups, device
 * lists, our sender keys, who has them, and identities. Whoever changes these rows does it through
 * this object. It remembers what is durable only; a row that is being written is read from storage
 * until that is done. The least used rows give way, and all of them when memory is short.
 * Thread-safe; lives as long as its messenger.
 */
public final class RowCache implements ProfileStorage {
  private static final Set<Namespace> REMEMBERED =
      Set.of(Tables.GROUP, Tables.DEVICE, Tables.SENDER_KEY, Tables.KEY_HOLDERS, Tables.IDENTITY);

  private final ProfileStorage storage;
  // All guarded by this.
  private final Map<String, Object> reading = new HashMap<>();
  private final Map<String, Writing> writing = new HashMap<>();
  private SoftReference<Rows> remembered = new SoftReference<>(null);

  /** A cache before {@code storage}. */
  public RowCache(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Remembers nothing of what was, as after the account was linked anew. */
  public synchronized void forget() {
    remembered.clear();
    reading.clear();
    writing.values().forEach(Writing::distrust);
  }

  @Override
  public Profile profile() {
    return storage.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    return REMEMBERED.contains(namespace)
        ? Optional.ofNullable(read(namespace, List.of(key)).get(key))
        : storage.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    if (!REMEMBERED.contains(namespace)) {
      return storage.read(namespace, keys);
    }
    Map<String, Bytes> found = new LinkedHashMap<>();
    Object ticket = new Object();
    List<String> missing = lookUp(namespace, keys, found, ticket);
    if (missing.isEmpty()) {
      return found;
    }
    Map<String, Bytes> read = Map.of();
    try {
      read =
          missing.size() == 1 ? one(namespace, missing.get(0)) : storage.read(namespace, missing);
      found.putAll(read);
      return found;
    } finally {
      remember(namespace, missing, read, ticket);
    }
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    return storage.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    return storage.count(namespace);
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    Map<String, Optional<Bytes>> changes = new HashMap<>();
    for (Batch.Change change : batch.changes()) {
      if (REMEMBERED.contains(change.namespace())) {
        changes.put(id(change.namespace(), change.key()), change.value());
      }
    }
    if (changes.isEmpty()) {
      return storage.commit(batch);
    }
    begin(changes.keySet());
    try {
      return storage.commit(batch).whenComplete((none, error) -> end(changes, error == null));
    } catch (RuntimeException | Error e) {
      end(changes, false);
      throw e;
    }
  }

  @Override
  public void close() {
    storage.close();
  }

  private Map<String, Bytes> one(Namespace namespace, String key) {
    return storage.read(namespace, key).map(row -> Map.of(key, row)).orElse(Map.of());
  }

  /** Fills in what is remembered; what is not is announced as being read, if it may be kept. */
  private synchronized List<String> lookUp(
      Namespace namespace, Collection<String> keys, Map<String, Bytes> found, Object ticket) {
    Rows rows = rows();
    List<String> missing = new ArrayList<>();
    for (String key : keys) {
      String id = id(namespace, key);
      Optional<Bytes> row = rows.get(id);
      if (row != null) {
        row.ifPresent(value -> found.put(key, value));
      } else {
        missing.add(key);
        if (!writing.containsKey(id)) {
          reading.put(id, ticket);
        }
      }
    }
    return missing;
  }

  /** Keeps what was read, but for rows that somebody began to write or to read meanwhile. */
  private synchronized void remember(
      Namespace namespace, List<String> keys, Map<String, Bytes> read, Object ticket) {
    Rows rows = rows();
    for (String key : keys) {
      String id = id(namespace, key);
      if (reading.remove(id, ticket)) {
        rows.put(id, Optional.ofNullable(read.get(key)));
      }
    }
  }

  private synchronized void begin(Set<String> ids) {
    Rows rows = rows();
    for (String id : ids) {
      rows.remove(id);
      reading.remove(id);
      writing.computeIfAbsent(id, none -> new Writing()).begin();
    }
  }

  private synchronized void end(Map<String, Optional<Bytes>> changes, boolean durable) {
    Rows rows = rows();
    changes.forEach(
        (id, value) -> {
          Writing writers = writing.get(id);
          if (writers.end()) {
            writing.remove(id);
            if (durable && writers.wasAlone()) {
              rows.put(id, value);
            }
          }
        });
  }

  private Rows rows() {
    Rows rows = remembered.get();
    if (rows == null) {
      rows = new Rows();
      remembered = new SoftReference<>(rows);
    }
    return rows;
  }

  private static String id(Namespace namespace, String key) {
    return namespace.name() + '\0' + key;
  }

  /** Those who write one row at the moment. */
  private static final class Writing {
    private int now;
    private boolean alone = true;

    void begin() {
      now++;
      alone &= now == 1;
    }

    void distrust() {
      alone = false;
    }

    boolean end() {
      return --now == 0;
    }

    boolean wasAlone() {
      return alone;
    }
  }

  /** Rows by use; an empty one stands for a row that is known not to be there. */
  private static final class Rows {
    private static final int MAX_BYTES = 2 << 20;
    private static final int OVERHEAD = 150; // of objects and entries, about

    private final Map<String, Optional<Bytes>> rows = new LinkedHashMap<>(16, 0.75f, true);
    private int bytes;

    Optional<Bytes> get(String id) {
      return rows.get(id);
    }

    void put(String id, Optional<Bytes> row) {
      remove(id);
      rows.put(id, row);
      bytes += size(id, row);
      var eldest = rows.entrySet().iterator();
      while (bytes > MAX_BYTES && eldest.hasNext()) {
        Map.Entry<String, Optional<Bytes>> entry = eldest.next();
        bytes -= size(entry.getKey(), entry.getValue());
        eldest.remove();
      }
    }

    void remove(String id) {
      Optional<Bytes> former = rows.remove(id);
      if (former != null) {
        bytes -= size(id, former);
      }
    }

    private static int size(String id, Optional<Bytes> row) {
      return OVERHEAD + id.length() + row.map(Bytes::length).orElse(0);
    }
  }
}
