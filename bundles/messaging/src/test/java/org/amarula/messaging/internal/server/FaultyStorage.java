package org.amarula.messaging.internal.server;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/** A storage that can fail a commit, and counts them. */
public final class FaultyStorage implements ProfileStorage {
  private final ProfileStorage storage;
  private int commits;
  private Predicate<Namespace> failingReads = namespace -> false;
  private int failAt = -1;
  private Supplier<? extends Throwable> fault;

  /** A storage that fails when it is told to. */
  public FaultyStorage(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Fails the {@code n}-th commit from now on, counted from 1; none for 0. */
  public void failCommit(int n) {
    failAt = n == 0 ? -1 : commits + n;
  }

  /** Fails the reads of these namespaces from now on. */
  public void failReads(Predicate<Namespace> which) {
    failingReads = which;
  }

  private void checkReads(Namespace namespace) {
    if (failingReads.test(namespace)) {
      throw new StorageException("The disk cannot be read.");
    }
  }

  /** The next read throws this, once. */
  public void failRead(Supplier<? extends Throwable> unexpected) {
    fault = unexpected;
  }

  private void read() {
    Supplier<? extends Throwable> due = fault;
    fault = null;
    if (due == null) {
      return;
    }
    Throwable thrown = due.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  /** How many batches came until now. */
  public int commits() {
    return commits;
  }

  @Override
  public Profile profile() {
    return storage.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    checkReads(namespace);
    read();
    return storage.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    checkReads(namespace);
    return storage.read(namespace, keys);
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    checkReads(namespace);
    return storage.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    checkReads(namespace);
    return storage.count(namespace);
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    commits++;
    return commits == failAt
        ? CompletableFuture.failedFuture(new StorageException("The disk is full."))
        : storage.commit(batch);
  }

  @Override
  public void close() {
    storage.close();
  }
}
