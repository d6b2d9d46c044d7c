package org.amarula.messaging.internal.model;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/** A storage as one connection child sees it, which refuses it once the child has crashed. */
final class Fence implements ProfileStorage {
  private final ProfileStorage storage;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private boolean revoked;
  private int writing;

  Fence(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Refuses what is written from now on; completes when nothing is being written any more. */
  CompletionStage<Void> revoke() {
    revoked = true;
    wrote(0);
    return quiet;
  }

  private void wrote(int one) {
    writing -= one;
    if (revoked && writing == 0) {
      quiet.complete(null);
    }
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    if (revoked) {
      return CompletableFuture.failedFuture(new StorageException("The child has ended."));
    }
    writing++;
    return storage.commit(batch).whenComplete((none, error) -> wrote(1));
  }

  @Override
  public Profile profile() {
    return storage.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    return storage.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    return storage.read(namespace, keys);
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
  public void close() {
    // the disk stays
  }
}
