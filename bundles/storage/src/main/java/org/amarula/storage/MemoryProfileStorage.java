package org.amarula.storage;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/** One holder's handle of a profile in memory; void after {@link #close}. Thread-safe. */
final class MemoryProfileStorage implements ProfileStorage {
  private final Profile profile;
  private final MemoryEntries entries;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  MemoryProfileStorage(Profile profile, MemoryEntries entries, Runnable release) {
    this.profile = profile;
    this.entries = entries;
    this.release = release;
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    requireOpen();
    return entries.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    requireOpen();
    return entries.read(namespace, keys);
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    requireOpen();
    return entries.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    requireOpen();
    return entries.count(namespace);
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    if (closed.get()) {
      return CompletableFuture.failedStage(gone());
    }
    entries.apply(batch);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw gone();
    }
  }

  private StorageException gone() {
    return new StorageException("The storage of profile '" + profile + "' is closed.");
  }
}
