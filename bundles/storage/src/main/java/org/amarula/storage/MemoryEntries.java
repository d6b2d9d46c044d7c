package org.amarula.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.amarula.api.Bytes;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;

/** What one profile holds in memory. Thread-safe: the monitor guards the map. */
final class MemoryEntries {
  private static final Comparator<String> BY_UTF8 =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final Map<Namespace, NavigableMap<String, Bytes>> namespaces = new HashMap<>();

  synchronized void apply(Batch batch) {
    for (Batch.Change change : batch.changes()) {
      NavigableMap<String, Bytes> entries =
          namespaces.computeIfAbsent(change.namespace(), name -> new TreeMap<>(BY_UTF8));
      change
          .value()
          .ifPresentOrElse(
              value -> entries.put(change.key(), value), () -> entries.remove(change.key()));
    }
  }

  synchronized Optional<Bytes> read(Namespace namespace, String key) {
    return Optional.ofNullable(entries(namespace).get(key));
  }

  synchronized Map<String, Bytes> read(Namespace namespace, Iterable<String> keys) {
    Map<String, Bytes> found = new HashMap<>();
    keys.forEach(key -> read(namespace, key).ifPresent(value -> found.put(key, value)));
    return Collections.unmodifiableMap(found);
  }

  synchronized Map<String, Bytes> scan(
      Namespace namespace, String prefix, String after, int limit) {
    Map<String, Bytes> found = new LinkedHashMap<>();
    entries(namespace).tailMap(after, false).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .limit(limit)
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(found);
  }

  synchronized long count(Namespace namespace) {
    return entries(namespace).size();
  }

  synchronized boolean isEmpty() {
    return namespaces.values().stream().allMatch(Map::isEmpty);
  }

  private NavigableMap<String, Bytes> entries(Namespace namespace) {
    return namespaces.getOrDefault(namespace, Collections.emptyNavigableMap());
  }
}
