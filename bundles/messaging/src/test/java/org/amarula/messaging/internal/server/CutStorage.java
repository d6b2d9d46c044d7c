package org.amarula.messaging.internal.server;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.async.Stages;

/** A storage as one process sees it, which writes nothing after the process died. */
final class CutStorage implements ProfileStorage {
  private final ProfileStorage storage;
  private boolean cut;

  CutStorage(ProfileStorage storage) {
    this.storage = storage;
  }

  void cut() {
    cut = true;
  }

  boolean isCut() {
    return cut;
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
  public CompletionStage<Void> commit(Batch batch) {
    return cut
        ? Stages.failed(new StorageException("The process is dead."))
        : storage.commit(batch);
  }

  @Override
  public void close() {
    storage.close();
  }
}
