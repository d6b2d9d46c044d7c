package org.amarula.benchmarks.isolation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;

/** A storage in which one profile's commits can be made to throw, or to hang. Thread-safe. */
final class TroubledStorage implements Storage {
  /** What happens to the victim's commits. */
  enum Trouble {
    /** They are done. */
    NONE,
    /** Every third one throws an {@link Error} at its caller. */
    ERROR,
    /** They do not come to an end before {@link #heal}. */
    HANG
  }

  /** The error that is thrown on purpose. */
  private static final class OnPurpose extends Error {
    private static final long serialVersionUID = 1L;

    OnPurpose() {
      super("thrown on purpose", null, false, true);
    }
  }

  private final Storage real;
  private final Profile victim;
  private final AtomicLong commits = new AtomicLong();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile Trouble trouble = Trouble.NONE;

  TroubledStorage(Storage real, Profile victim) {
    this.real = real;
    this.victim = victim;
  }

  void make(Trouble next) {
    trouble = next;
  }

  /** Ends the trouble and lets go of what hangs. */
  void heal() {
    trouble = Trouble.NONE;
    for (Runnable each = held.poll(); each != null; each = held.poll()) {
      each.run();
    }
  }

  @Override
  public ProfileStorage open(Profile profile) {
    ProfileStorage opened = real.open(profile);
    return profile.equals(victim) ? new Troubled(opened) : opened;
  }

  @Override
  public List<Profile> profiles() {
    return real.profiles();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    return real.delete(profile);
  }

  private final class Troubled implements ProfileStorage {
    private final ProfileStorage own;

    Troubled(ProfileStorage own) {
      this.own = own;
    }

    @Override
    public CompletionStage<Void> commit(Batch batch) {
      if (trouble == Trouble.ERROR && commits.incrementAndGet() % 3 == 0) {
        throw new OnPurpose();
      }
      CompletionStage<Void> done = own.commit(batch);
      if (trouble != Trouble.HANG) {
        return done;
      }
      CompletableFuture<Void> late = new CompletableFuture<>();
      held.add(
          () ->
              done.whenComplete(
                  (nothing, failure) -> {
                    if (failure == null) {
                      late.complete(null);
                    } else {
                      late.completeExceptionally(failure);
                    }
                  }));
      return late;
    }

    @Override
    public Profile profile() {
      return own.profile();
    }

    @Override
    public Optional<Bytes> read(Namespace namespace, String key) {
      return own.read(namespace, key);
    }

    @Override
    public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
      return own.read(namespace, keys);
    }

    @Override
    public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
      return own.scan(namespace, prefix, after, limit);
    }

    @Override
    public long count(Namespace namespace) {
      return own.count(namespace);
    }

    @Override
    public void close() {
      own.close();
    }
  }
}
