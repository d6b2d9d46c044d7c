package org.amarula.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.amarula.api.StorageException;
import org.amarula.api.StorageInUseException;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStorageTest extends StorageContract {
  @TempDir Path temporary;
  private Path directory;
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    directory = temporary.resolve("data");
    storage = SqliteStorage.open(directory);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Test
  void reopenedStorageHasItsData() throws Exception {
    await(storage.open(ALICE).commit(put(SESSION, "key", "value")));
    storage.close();

    storage = SqliteStorage.open(directory);

    assertThat(storage.profiles()).containsExactly(ALICE);
    assertThat(storage.open(ALICE).read(SESSION, "key")).contains(bytes("value"));
  }

  @Test
  void deletedProfileStaysDeleted() throws Exception {
    try (ProfileStorage alice = storage.open(ALICE)) {
      await(alice.commit(put(SESSION, "key", "value")));
    }
    await(storage.delete(ALICE));
    storage.close();

    storage = SqliteStorage.open(directory);

    assertThat(storage.profiles()).isEmpty();
    assertThat(storage.open(ALICE).count(SESSION)).isZero();
  }

  @Test
  void directoryIsOpenOnceInAProcess() throws Exception {
    Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory);

    assertThatThrownBy(() -> SqliteStorage.open(alias))
        .isInstanceOf(StorageInUseException.class)
        .hasMessageContaining("in use by this process");

    await(storage.open(ALICE).commit(put(SESSION, "key", "value")));
  }

  @Test
  void filesAreTheOwnersOnly() throws Exception {
    assumeThat(Files.getFileStore(directory).supportsFileAttributeView("posix")).isTrue();
    await(storage.open(ALICE).commit(put(SESSION, "key", "value")));

    assertThat(permissions(directory)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.toList())
          .hasSizeGreaterThanOrEqualTo(5) // database, log, index, lock, generation
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void closedStorageRefusesAllWork() {
    ProfileStorage alice = storage.open(ALICE);
    storage.close();
    storage.close();

    assertThatThrownBy(() -> storage.open(BOB)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> storage.profiles()).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> alice.read(SESSION, "key")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> await(storage.delete(BOB))).hasCauseInstanceOf(StorageException.class);
    assertThatThrownBy(() -> await(alice.commit(put(SESSION, "key", "value"))))
        .hasCauseInstanceOf(StorageException.class);
    alice.close();
  }

  @Test
  void batchesThatWaitAtTheCloseAreDurable() throws Exception {
    ProfileStorage alice = storage.open(ALICE);
    List<CompletionStage<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stages.add(alice.commit(put(SESSION, "key" + i, "value")));
    }

    storage.close();

    for (CompletionStage<Void> stage : stages) {
      await(stage);
    }
    storage = SqliteStorage.open(directory);
    assertThat(storage.open(ALICE).count(SESSION)).isEqualTo(300);
  }

  @Test
  void nothingIsLeftAfterTheClose() throws Exception {
    await(storage.open(ALICE).commit(put(SESSION, "key", "value")));
    Thread writer =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("amarula-storage-writer"))
            .findAny()
            .orElseThrow();

    storage.close();

    writer.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(writer.isAlive()).isFalse();
    assertThat(openFiles()).noneMatch(file -> file.startsWith(directory));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("amarula.db", "amarula.generation", "amarula.lock");
    }
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(name -> name.startsWith("org.amarula.") || name.equals("org.sqlite.tmpdir"));
  }

  private static List<Path> openFiles() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).isDirectory();
    List<Path> open = new ArrayList<>();
    try (Stream<Path> links = Files.list(descriptors)) {
      for (Path link : links.toList()) {
        if (Files.exists(link)) { // the listing's own descriptor is gone
          open.add(Files.readSymbolicLink(link));
        }
      }
    }
    return open;
  }

  @Test
  void stagesEndOnTheGivenExecutor() throws Exception {
    storage.close();
    List<Thread> callers = new ArrayList<>();
    CompletableFuture<Runnable> task = new CompletableFuture<>();
    Executor executor =
        command -> {
          callers.add(Thread.currentThread());
          task.complete(command);
        };
    storage = SqliteStorage.open(directory, executor);

    CompletableFuture<Void> stage =
        storage.open(ALICE).commit(put(SESSION, "key", "value")).toCompletableFuture();
    Runnable end = task.get(30, TimeUnit.SECONDS);
    boolean early = stage.isDone();
    end.run();

    assertThat(early).isFalse();
    assertThat(stage).isCompleted();
    assertThat(callers).hasSize(1);
  }

  @Test
  void dependentThatHangsDoesNotHoldTheWriter() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    ProfileStorage alice = storage.open(ALICE);
    Thread own = Thread.currentThread();
    CompletableFuture<Void> hanging = new CompletableFuture<>();
    List<CompletableFuture<Void>> dependents = new ArrayList<>();
    while (!hanging
        .isDone()) { // one that comes too late for its stage runs here, and must not hang
      dependents.add(
          alice
              .commit(put(SESSION, "one", "1"))
              .thenRun(
                  () -> {
                    if (Thread.currentThread() != own && hanging.complete(null)) {
                      never.join();
                    }
                  })
              .toCompletableFuture());
      await(alice.commit(put(SESSION, "two", "2")));
    }

    await(alice.commit(put(SESSION, "two", "2")));

    assertThat(alice.count(SESSION)).isEqualTo(2);
    never.complete(null);
    await(CompletableFuture.allOf(dependents.toArray(new CompletableFuture<?>[0])));
  }

  @Test
  void driverManagerLearnsOfNoDriver() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    // Keep the class path's service files from DriverManager, as a framework does.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      DriverManager.drivers().close();
    } finally {
      thread.setContextClassLoader(own);
    }

    await(storage.open(ALICE).commit(put(SESSION, "key", "value")));

    assertThat(DriverManager.drivers().map(driver -> driver.getClass().getName()))
        .noneMatch(name -> name.contains("sqlite"));
  }
}
