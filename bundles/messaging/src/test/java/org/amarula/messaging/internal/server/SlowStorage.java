package org.amarula.messaging.internal.server;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/** A storage whose batches are applied in order but later, when the steps come to it. */
final class SlowStorage implements ProfileStorage {
  private final ProfileStorage storage;
  private final Steps steps;
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  SlowStorage(ProfileStorage storage, Steps steps) {
    this.storage = storage;
    this.steps = steps;
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    if (!steps.isShuffled()) {
      return storage.commit(batch);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    waiting.add(
        () ->
            storage
                .commit(batch)
                .whenComplete(
                    (none, error) -> {
                      if (error == null) {
                        done.complete(null);
                      } else {
                        done.completeExceptionally(error);
                      }
                    }));
    steps.executeLoose(() -> waiting.remove().run());
    return done;
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
    storage.close();
  }
}
