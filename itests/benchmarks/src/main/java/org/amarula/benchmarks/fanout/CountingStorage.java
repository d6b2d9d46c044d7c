package org.amarula.benchmarks.fanout;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/** Counts what reaches a store: each read, whether of one key or of many, and each commit. */
final class CountingStorage implements ProfileStorage {
  private final ProfileStorage storage;
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();

  CountingStorage(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Begins to count anew. */
  void restart() {
    reads.set(0);
    commits.set(0);
  }

  int reads() {
    return reads.get();
  }

  int commits() {
    return commits.get();
  }

  @Override
  public Profile profile() {
    return storage.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    reads.incrementAndGet();
    return storage.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    reads.incrementAndGet();
    return storage.read(namespace, keys);
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    reads.incrementAndGet();
    return storage.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    reads.incrementAndGet();
    return storage.count(namespace);
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    commits.incrementAndGet();
    return storage.commit(batch);
  }

  @Override
  public void close() {
    storage.close();
  }
}
