package org.amarula.supervision.internal.instance;

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

/**
 * One child's way to the profile's storage. Once revoked it writes nothing more; what it had begun
 * to write ends before the child's successor begins. Closing it closes nothing. Thread-safe.
 */
final class FencedStorage implements ProfileStorage {
  private final ProfileStorage storage;
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private boolean revoked; // guarded by this, as is the next
  private int writing;

  FencedStorage(ProfileStorage storage) {
    this.storage = storage;
  }

  /** Refuses whatever is to be written from now on. */
  void revoke() {
    synchronized (this) {
      revoked = true;
      if (writing > 0) {
        return;
      }
    }
    quiet.complete(null);
  }

  /** Completes when it is revoked and nothing is being written any more. */
  CompletionStage<Void> quiet() {
    return quiet;
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    synchronized (this) {
      if (revoked) {
        return CompletableFuture.failedFuture(
            new StorageException("The child that writes this has ended."));
      }
      writing++;
    }
    CompletionStage<Void> written;
    try {
      written = storage.commit(batch);
    } catch (RuntimeException | Error e) {
      wrote();
      throw e;
    }
    return written.whenComplete((none, failure) -> wrote());
  }

  private void wrote() {
    synchronized (this) {
      writing--;
      if (!revoked || writing > 0) {
        return;
      }
    }
    quiet.complete(null);
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
    // It belongs to the instance.
  }
}
