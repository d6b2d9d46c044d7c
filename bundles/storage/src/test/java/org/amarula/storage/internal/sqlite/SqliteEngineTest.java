package org.amarula.storage.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteEngineTest {
  private static final Namespace INBOX = new Namespace("inbox");
  private static final Bytes SMALL = Bytes.utf8("small");
  private static final Bytes LARGE = Bytes.wrap(new byte[4 << 20]);

  @TempDir Path directory;
  private SqliteEngine engine;
  private ProfileStorage alice;
  private ProfileStorage bob;

  @BeforeEach
  void open() throws Exception {
    engine = SqliteEngine.open(directory);
    alice = engine.open(Profile.of("alice"));
    bob = engine.open(Profile.of("bob"));
    await(alice.commit(put("known", SMALL)));
    await(bob.commit(put("known", SMALL)));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void fullDiskFailsTheBatchAndKeepsNothingOfIt() throws Exception {
    await(engine.write(writer -> writer.execute("PRAGMA max_page_count = 1"), () -> {}));

    CompletionStage<Void> refused =
        alice.commit(Batch.builder().put(INBOX, "known", LARGE).put(INBOX, "large", LARGE).build());
    assertThatThrownBy(() -> await(refused))
        .cause()
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("disk is full");
    assertThat(alice.scan(INBOX, "", "", 9)).containsOnlyKeys("known").containsValue(SMALL);

    await(engine.write(writer -> writer.execute("PRAGMA max_page_count = 1000000"), () -> {}));
    await(alice.commit(put("large", LARGE)));
    assertThat(alice.count(INBOX)).isEqualTo(2);
    alice.close();
    alice = engine.open(Profile.of("alice"));
    assertThat(alice.read(INBOX, "large")).contains(LARGE);
  }

  @Test
  void badBatchOfAGroupFailsAlone() throws Exception {
    await(engine.write(writer -> writer.execute("PRAGMA max_page_count = 1"), () -> {}));
    CountDownLatch gate = holdWriter();

    CompletionStage<Void> before = bob.commit(put("known", Bytes.utf8("1")));
    CompletionStage<Void> bad = alice.commit(put("known", LARGE));
    CompletionStage<Void> after = bob.commit(put("known", Bytes.utf8("2")));
    gate.countDown();

    await(before);
    await(after);
    assertThatThrownBy(() -> await(bad)).hasCauseInstanceOf(StorageException.class);
    assertThat(bob.read(INBOX, "known")).contains(Bytes.utf8("2"));
    assertThat(alice.read(INBOX, "known")).contains(SMALL);
  }

  @Test
  void batchesThatWaitShareATransaction() throws Exception {
    List<Integer> begun = new ArrayList<>();
    CountDownLatch gate = holdWriter();
    List<CompletionStage<Void>> stages = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      stages.add(alice.commit(put("a" + i, SMALL)));
      stages.add(bob.commit(put("b" + i, SMALL)));
    }
    // Inside the transaction of the others, BEGIN is an error: that is how it shows.
    stages.add(
        engine.write(
            writer -> {
              begun.add(1);
              assertThatThrownBy(() -> writer.execute("BEGIN")).isInstanceOf(SQLException.class);
            },
            () -> {}));
    gate.countDown();
    for (CompletionStage<Void> stage : stages) {
      await(stage);
    }

    assertThat(begun).hasSize(1);
    assertThat(alice.count(INBOX)).isEqualTo(51);
  }

  @Test
  void writeThatThrowsAnErrorLeavesTheWriterAlive() throws Exception {
    CompletionStage<Void> broken =
        engine.write(
            writer -> {
              throw new AssertionError("planted");
            },
            () -> {});

    assertThatThrownBy(() -> await(broken)).hasCauseInstanceOf(StorageException.class);
    await(alice.commit(put("next", SMALL)));
  }

  @Test
  void batchOverTheBoundIsRefusedAtOnce() throws Exception {
    CountDownLatch gate = holdWriter();
    List<CompletionStage<Void>> stages = new ArrayList<>();
    for (int i = 0; i < PendingBatches.LIMIT; i++) {
      stages.add(alice.commit(put("key", SMALL)));
    }

    CompletableFuture<Void> over = alice.commit(put("key", SMALL)).toCompletableFuture();
    CompletionStage<Void> ofBob = bob.commit(put("key", SMALL));

    assertThat(over).isCompletedExceptionally();
    gate.countDown();
    for (CompletionStage<Void> stage : stages) {
      await(stage);
    }
    await(ofBob);
  }

  @Test
  void writerIsFullySynchronous() throws Exception {
    List<String> answers = new ArrayList<>();

    await(
        engine.write(
            writer -> {
              answers.add(writer.ask("PRAGMA synchronous"));
              answers.add(writer.ask("PRAGMA journal_mode"));
            },
            () -> {}));

    assertThat(answers).containsExactly("2", "wal");
  }

  @Test
  void failedOpenGivesTheDirectoryBack() throws Exception {
    engine.close();
    GenerationFile generation = GenerationFile.open(new StorageFiles(directory));
    generation.write(Long.MAX_VALUE);

    assertThatThrownBy(() -> SqliteEngine.open(directory)).isInstanceOf(StorageException.class);
    generation.write(1);
    generation.close();

    engine = SqliteEngine.open(directory);
    assertThat(engine.open(Profile.of("alice")).read(INBOX, "known")).contains(SMALL);
  }

  private CountDownLatch holdWriter() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    CompletionStage<Void> unused =
        engine.write(
            writer -> {
              held.countDown();
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            () -> {});
    assertThat(unused).isNotNull();
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
    return gate;
  }

  private static Batch put(String key, Bytes value) {
    return Batch.builder().put(INBOX, key, value).build();
  }

  private static void await(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
