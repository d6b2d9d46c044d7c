package org.amarula.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.junit.jupiter.api.Test;

/** What every storage keeps to. */
abstract class StorageContract {
  static final Profile ALICE = Profile.of("alice");
  static final Profile BOB = Profile.of("bob");
  static final Namespace SESSION = new Namespace("session");
  static final Namespace INBOX = new Namespace("inbox");

  /** The same storage for the whole of one test. */
  abstract Storage storage();

  static Bytes bytes(String text) {
    return Bytes.utf8(text);
  }

  static Batch put(Namespace namespace, String key, String value) {
    return Batch.builder().put(namespace, key, bytes(value)).build();
  }

  static void await(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void committedValueIsRead() throws Exception {
    ProfileStorage alice = storage().open(ALICE);

    await(alice.commit(put(SESSION, "key", "value")));

    assertThat(alice.read(SESSION, "key")).contains(bytes("value"));
    assertThat(alice.read(SESSION, "other")).isEmpty();
    assertThat(alice.read(INBOX, "key")).isEmpty();
    assertThat(alice.profile()).isEqualTo(ALICE);
  }

  @Test
  void emptyValueIsNotAbsence() throws Exception {
    ProfileStorage alice = storage().open(ALICE);

    await(alice.commit(Batch.builder().put(SESSION, "key", Bytes.EMPTY).build()));

    assertThat(alice.read(SESSION, "key")).contains(Bytes.EMPTY);
    assertThat(alice.scan(SESSION, "", "", 9)).containsExactly(Map.entry("key", Bytes.EMPTY));
    assertThat(alice.count(SESSION)).isEqualTo(1);
  }

  @Test
  void changesOfABatchAreMadeInOrder() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    await(alice.commit(put(SESSION, "gone", "old")));

    await(
        alice.commit(
            Batch.builder()
                .put(SESSION, "kept", bytes("1"))
                .delete(SESSION, "kept")
                .put(SESSION, "kept", bytes("2"))
                .put(SESSION, "gone", bytes("new"))
                .delete(SESSION, "gone")
                .delete(SESSION, "never")
                .build()));

    assertThat(alice.scan(SESSION, "", "", 9)).containsExactly(Map.entry("kept", bytes("2")));
  }

  @Test
  void batchesOfAProfileKeepTheirOrder() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    List<CompletionStage<Void>> stages = new ArrayList<>();

    for (int i = 1; i <= 500; i++) {
      stages.add(alice.commit(put(SESSION, "counter", String.valueOf(i))));
    }
    for (CompletionStage<Void> stage : stages) {
      await(stage);
    }

    assertThat(alice.read(SESSION, "counter")).contains(bytes("500"));
  }

  @Test
  void readersSeeABatchWholeOrNotAtAll() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    await(alice.commit(twins(0)));
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 200; i++) {
                alice.commit(twins(i)).toCompletableFuture().join();
              }
            });

    int reads = 0;
    while (!written.isDone() || reads == 0) {
      Map<String, Bytes> seen = alice.read(SESSION, List.of("one", "two", "none"));
      assertThat(seen).containsOnlyKeys("one", "two");
      assertThat(seen.get("one")).isEqualTo(seen.get("two"));
      reads++;
    }

    await(written);
    assertThat(alice.read(SESSION, "two")).contains(bytes("200"));
  }

  private static Batch twins(int value) {
    return Batch.builder()
        .put(SESSION, "one", bytes(String.valueOf(value)))
        .put(SESSION, "two", bytes(String.valueOf(value)))
        .build();
  }

  @Test
  void emptyBatchWaitsForThoseBeforeIt() throws Exception {
    ProfileStorage alice = storage().open(ALICE);

    CompletableFuture<Void> first =
        alice.commit(put(SESSION, "key", "value")).toCompletableFuture();
    await(alice.commit(Batch.builder().build()));

    assertThat(alice.read(SESSION, "key")).contains(bytes("value"));
    await(first);
  }

  @Test
  void profilesAreApart() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    ProfileStorage bob = storage().open(BOB);

    await(alice.commit(put(SESSION, "key", "of alice")));
    await(bob.commit(put(SESSION, "key", "of bob")));
    await(alice.commit(Batch.builder().delete(SESSION, "key").build()));

    assertThat(alice.count(SESSION)).isZero();
    assertThat(bob.read(SESSION, "key")).contains(bytes("of bob"));
  }

  @Test
  void scanFollowsTheOrderOfUtf8() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    List<String> ordered = List.of("A", "a", "a-", "a-1", "b", "é", "€", "\uffee", "😀");
    Batch.Builder batch = Batch.builder();
    ordered.stream().sorted().forEach(key -> batch.put(SESSION, key, bytes(key)));

    await(alice.commit(batch.build()));

    assertThat(alice.scan(SESSION, "", "", 100).keySet()).containsExactlyElementsOf(ordered);
  }

  @Test
  void scanPagesThroughAPrefix() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    Batch.Builder batch = Batch.builder().put(SESSION, "a", bytes("")).put(SESSION, "c", bytes(""));
    for (int i = 10; i < 35; i++) {
      batch.put(SESSION, "b" + i, bytes(""));
    }
    await(alice.commit(batch.build()));
    List<String> seen = new ArrayList<>();

    String last = "";
    for (Map<String, Bytes> page = alice.scan(SESSION, "b", last, 10); !page.isEmpty(); ) {
      seen.addAll(page.keySet());
      last = seen.get(seen.size() - 1);
      page = alice.scan(SESSION, "b", last, 10);
    }

    assertThat(seen).hasSize(25).startsWith("b10").endsWith("b34").isSorted();
    assertThat(alice.scan(SESSION, "b", "a", 1)).containsOnlyKeys("b10");
    assertThat(alice.scan(SESSION, "b", "c", 10)).isEmpty();
    assertThat(alice.scan(SESSION, "", "", 0)).isEmpty();
    assertThat(alice.count(SESSION)).isEqualTo(27);
  }

  @Test
  void openProfileIsNotOpenedTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<ProfileStorage>> attempts = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      attempts.add(threads.submit(() -> storage().open(ALICE)));
    }

    int refused = 0;
    for (Future<ProfileStorage> attempt : attempts) {
      try {
        attempt.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).cause().isInstanceOf(StorageException.class).hasMessageContaining("alice");
        refused++;
      }
    }
    threads.shutdown();
    assertThat(refused).isEqualTo(7);
  }

  @Test
  void closedProfileOpensAgainWithItsData() throws Exception {
    try (ProfileStorage alice = storage().open(ALICE)) {
      alice.commit(put(SESSION, "key", "value"));
    }

    ProfileStorage again = storage().open(ALICE);

    assertThat(again.read(SESSION, "key")).contains(bytes("value"));
  }

  @Test
  void closedHandleRefusesAllWork() {
    ProfileStorage alice = storage().open(ALICE);
    alice.close();
    alice.close();

    assertThatThrownBy(() -> alice.read(SESSION, "key")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> alice.read(SESSION, List.of("key")))
        .isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> alice.scan(SESSION, "", "", 1)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> alice.count(SESSION)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> await(alice.commit(put(SESSION, "key", "value"))))
        .hasCauseInstanceOf(StorageException.class);
  }

  @Test
  void staleHandleDoesNotFreeTheProfileOfTheNext() {
    ProfileStorage first = storage().open(ALICE);
    first.close();
    storage().open(ALICE);

    first.close();

    assertThatThrownBy(() -> storage().open(ALICE)).isInstanceOf(StorageException.class);
  }

  @Test
  void deletedProfileIsNewAgain() throws Exception {
    for (Profile profile : List.of(BOB, ALICE)) {
      try (ProfileStorage open = storage().open(profile)) {
        await(open.commit(put(SESSION, "key", "value")));
      }
    }
    assertThat(storage().profiles()).containsExactly(ALICE, BOB);

    await(storage().delete(ALICE));
    await(storage().delete(Profile.of("nobody")));

    assertThat(storage().profiles()).containsExactly(BOB);
    assertThat(storage().open(ALICE).read(SESSION, "key")).isEmpty();
    assertThat(storage().open(BOB).read(SESSION, "key")).contains(bytes("value"));
  }

  @Test
  void openProfileIsNotDeleted() throws Exception {
    ProfileStorage alice = storage().open(ALICE);
    await(alice.commit(put(SESSION, "key", "value")));

    assertThatThrownBy(() -> await(storage().delete(ALICE)))
        .hasCauseInstanceOf(StorageException.class);

    assertThat(alice.read(SESSION, "key")).contains(bytes("value"));
  }

  @Test
  void commitsOfManyThreadsAreAllKept() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<ProfileStorage> profiles = new ArrayList<>();
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      profiles.add(storage().open(Profile.of("p" + i)));
    }

    for (int thread = 0; thread < 16; thread++) {
      ProfileStorage mine = profiles.get(thread % 4);
      String prefix = "t" + thread + "-";
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 25; i++) {
                  await(mine.commit(put(SESSION, prefix + i, prefix + i)));
                  assertThat(mine.read(SESSION, prefix + i)).contains(bytes(prefix + i));
                }
                return null;
              }));
    }
    for (Future<?> one : work) {
      one.get(60, TimeUnit.SECONDS);
    }

    threads.shutdown();
    assertThat(profiles).allSatisfy(one -> assertThat(one.count(SESSION)).isEqualTo(100));
  }
}
