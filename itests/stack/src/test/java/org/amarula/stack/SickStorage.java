package org.amarula.stack;

import java.util.Collection;
import java.util.List;
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
import org.amarula.api.storage.Storage;

/** A storage in which one profile falls sick when it is told to. */
final class SickStorage implements Storage {
  private final Storage storage;
  private final Profile sick;
  private volatile Illness illness = Illness.NONE;

  SickStorage(Storage storage, String sick) {
    this.storage = storage;
    this.sick = Profile.of(sick);
  }

  /** What is wrong with it. */
  enum Illness {
    /** Nothing. */
    NONE,
    /** Every commit fails. */
    FAILS,
    /** Every commit throws before it begins. */
    THROWS,
    /** No commit ever completes. */
    HANGS,
    /** Reads fail too. */
    DEAD
  }

  void becomes(Illness next) {
    illness = next;
  }

  @Override
  public ProfileStorage open(Profile profile) {
    ProfileStorage opened = storage.open(profile);
    return profile.equals(sick) ? new Sick(opened) : opened;
  }

  @Override
  public List<Profile> profiles() {
    return storage.profiles();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    return storage.delete(profile);
  }

  private final class Sick implements ProfileStorage {
    private final ProfileStorage below;

    Sick(ProfileStorage below) {
      this.below = below;
    }

    private ProfileStorage readable() {
      if (illness == Illness.DEAD) {
        throw new StorageException("The disk is gone.");
      }
      return below;
    }

    @Override
    public CompletionStage<Void> commit(Batch batch) {
      return switch (illness) {
        case NONE -> below.commit(batch);
        case HANGS -> new CompletableFuture<>();
        case THROWS -> throw new StorageException("The disk throws.");
        default -> CompletableFuture.failedFuture(new StorageException("The disk is full."));
      };
    }

    @Override
    public Profile profile() {
      return below.profile();
    }

    @Override
    public Optional<Bytes> read(Namespace namespace, String key) {
      return readable().read(namespace, key);
    }

    @Override
    public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
      return readable().read(namespace, keys);
    }

    @Override
    public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
      return readable().scan(namespace, prefix, after, limit);
    }

    @Override
    public long count(Namespace namespace) {
      return readable().count(namespace);
    }

    @Override
    public void close() {
      below.close();
    }
  }
}
