package org.amarula.messaging.internal.model;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;

/**
 * A disk as one process sees it. A batch is applied in a step of the writer and told in a later
 * one; when the process dies, what was not applied is gone.
 */
final class ModelStorage implements ProfileStorage {
  private static final int FORGETS_ONE_OF = 40;

  private final World world;
  private final ProfileStorage disk;
  private final Executor writer;
  private final Runnable kill;
  private int failing;
  private int deadlyIn; // so many commits from now the process dies; 0: not
  private boolean deadlyAfter;

  ModelStorage(World world, ProfileStorage disk, Executor writer, Runnable kill) {
    this.world = world;
    this.disk = disk;
    this.writer = writer;
    this.kill = kill;
  }

  /** The next batches are refused. */
  void failNext(int count) {
    failing = count;
  }

  /**
   * The process dies in the storm with the n-th batch from now on: before it is applied, or right
   * after.
   */
  void dieAt(int n, boolean after) {
    deadlyIn = n;
    deadlyAfter = after;
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (isToldEarly(batch)) {
      writer.execute(() -> done.complete(null));
      writer.execute(() -> writer.execute(() -> apply(batch, new CompletableFuture<>())));
    } else {
      writer.execute(() -> apply(batch, done));
    }
    return done;
  }

  private boolean isToldEarly(Batch batch) {
    return switch (world.planted()) {
      case RECEIPT_BEFORE_COMMIT -> touches(batch, Tables.INBOX);
      case STANZA_BEFORE_COMMIT -> touches(batch, Tables.SENT);
      default -> false;
    };
  }

  private static boolean touches(Batch batch, Namespace table) {
    return batch.changes().stream().anyMatch(change -> change.namespace().equals(table));
  }

  private void apply(Batch batch, CompletableFuture<Void> done) {
    boolean dies = world.isStormy() && deadlyIn > 0 && --deadlyIn == 0;
    if (dies && !deadlyAfter) {
      kill.run();
      return;
    }
    if (failing > 0 && world.isStormy()) {
      failing--;
      world.figures().count(Figures.Of.STORAGE_FAILURES);
      writer.execute(() -> done.completeExceptionally(new StorageException("The disk is full.")));
      return;
    }
    boolean forgotten =
        world.planted() == Planted.FORGETFUL_STORAGE && world.chance().nextInt(FORGETS_ONE_OF) == 0;
    if (!forgotten) {
      disk.commit(batch).toCompletableFuture().join();
    }
    writer.execute(() -> done.complete(null));
    if (dies) {
      kill.run();
    }
  }

  @Override
  public Profile profile() {
    return disk.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    return disk.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    return disk.read(namespace, keys);
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    return disk.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    return disk.count(namespace);
  }

  @Override
  public void close() {
    // the disk stays
  }
}
