package org.amarula.messaging.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
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
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class RowCacheTest {
  private static final Bytes OLD = Bytes.utf8("old");
  private static final Bytes NEW = Bytes.utf8("new");
  private static final Bytes NEWEST = Bytes.utf8("newest");

  private final Held held = new Held();
  private final RowCache cache = new RowCache(held);

  @Test
  void rowIsReadOnce() {
    held.now("a", OLD);

    assertThat(cache.read(Tables.GROUP, "a")).contains(OLD);
    assertThat(cache.read(Tables.GROUP, "a")).contains(OLD);
    assertThat(cache.read(Tables.GROUP, List.of("a"))).containsEntry("a", OLD);
    assertThat(held.reads).isEqualTo(1);
  }

  @Test
  void absenceIsRememberedToo() {
    assertThat(cache.read(Tables.GROUP, "a")).isEmpty();
    assertThat(cache.read(Tables.GROUP, List.of("a"))).isEmpty();
    assertThat(held.reads).isEqualTo(1);
  }

  @Test
  void onlyWhatIsMissingIsRead() {
    held.now("a", OLD);
    held.now("b", NEW);
    cache.read(Tables.GROUP, "a");

    assertThat(cache.read(Tables.GROUP, List.of("a", "b", "c")))
        .isEqualTo(Map.of("a", OLD, "b", NEW));
    assertThat(held.lastKeys).containsExactly("b", "c");
  }

  @Test
  void otherNamespacesAreNotRemembered() {
    cache.read(Tables.SESSION, "a");
    cache.read(Tables.SESSION, "a");

    assertThat(held.reads).isEqualTo(2);
  }

  @Test
  void whatWasWrittenIsRememberedOnceItIsDurable() {
    cache.read(Tables.GROUP, "a");

    CompletionStage<Void> written = cache.commit(put(NEW));
    assertThat(cache.read(Tables.GROUP, "a")).isEmpty();
    held.finish();

    assertThat(written).isCompleted();
    int before = held.reads;
    assertThat(cache.read(Tables.GROUP, "a")).contains(NEW);
    assertThat(held.reads).isEqualTo(before);
  }

  @Test
  void failedCommitLeavesWhatWasThere() {
    held.now("a", OLD);
    cache.read(Tables.GROUP, "a");

    CompletionStage<Void> written = cache.commit(put(NEW));
    held.fail();

    assertThat(written).isCompletedExceptionally();
    assertThat(cache.read(Tables.GROUP, "a")).contains(OLD);
  }

  @Test
  void twoWritersAtOnceLeaveTheLastThatSucceeded() {
    cache.commit(put(NEW));
    cache.commit(put(NEWEST));
    held.finish();
    held.fail();

    assertThat(cache.read(Tables.GROUP, "a")).contains(NEW);
  }

  @Test
  void readThatAWriterOvertakesIsNotRemembered() {
    held.now("a", OLD);
    held.duringRead =
        () -> {
          cache.commit(put(NEW));
          held.finish();
        };

    cache.read(Tables.GROUP, "a");

    assertThat(cache.read(Tables.GROUP, "a")).contains(NEW);
  }

  @Test
  void removedRowIsRememberedAsAbsent() {
    held.now("a", OLD);
    cache.commit(Batch.builder().delete(Tables.GROUP, "a").build());
    held.finish();

    assertThat(cache.read(Tables.GROUP, "a")).isEmpty();
    assertThat(held.reads).isZero();
  }

  @Test
  void forgottenRowsAreReadAgain() {
    held.now("a", OLD);
    cache.read(Tables.GROUP, "a");
    cache.commit(put(NEW));

    cache.forget();
    held.finish();

    int before = held.reads;
    assertThat(cache.read(Tables.GROUP, "a")).contains(NEW);
    assertThat(held.reads).isEqualTo(before + 1);
  }

  @Test
  void leastUsedRowsGiveWay() {
    Bytes large = Bytes.wrap(new byte[1 << 20]);
    for (String key : List.of("a", "b", "c")) {
      held.now(key, large);
      cache.read(Tables.GROUP, key);
    }

    cache.read(Tables.GROUP, "c");
    assertThat(held.reads).isEqualTo(3);
    cache.read(Tables.GROUP, "a");
    assertThat(held.reads).isEqualTo(4);
  }

  private static Batch put(Bytes value) {
    return Batch.builder().put(Tables.GROUP, "a", value).build();
  }

  /** A store whose commits end when the test says so. */
  private static final class Held implements ProfileStorage {
    private final ProfileStorage memory = new MemoryStorage().open(Profile.of("p"));
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final Deque<CompletableFuture<Void>> stages = new ArrayDeque<>();
    private Runnable duringRead = () -> {};
    private Collection<String> lastKeys = List.of();
    private int reads;

    void now(String key, Bytes value) {
      memory
          .commit(Batch.builder().put(Tables.GROUP, key, value).build())
          .toCompletableFuture()
          .join();
    }

    void finish() {
      memory.commit(batches.remove()).toCompletableFuture().join();
      stages.remove().complete(null);
    }

    void fail() {
      batches.remove();
      stages.remove().completeExceptionally(new StorageException("The disk is full."));
    }

    @Override
    public Profile profile() {
      return memory.profile();
    }

    @Override
    public Optional<Bytes> read(Namespace namespace, String key) {
      reads++;
      Optional<Bytes> found = memory.read(namespace, key);
      Runnable first = duringRead;
      duringRead = () -> {};
      first.run();
      return found;
    }

    @Override
    public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
      reads++;
      lastKeys = keys;
      return memory.read(namespace, keys);
    }

    @Override
    public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
      return memory.scan(namespace, prefix, after, limit);
    }

    @Override
    public long count(Namespace namespace) {
      return memory.count(namespace);
    }

    @Override
    public CompletionStage<Void> commit(Batch batch) {
      batches.add(batch);
      stages.add(new CompletableFuture<>());
      return stages.getLast();
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
