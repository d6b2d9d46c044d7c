package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage in one directory: its lock, its files, the writer and the readers. Lives from {@link
 * #open} until {@link #close}; thread-safe. What is acquired is given back by the writer's thread
 * at its end, so that a write under way never loses its files.
 */
public final class SqliteEngine implements Storage, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StorageFiles files;
  private final ReadPool readers;
  private final GroupCommitter writer;
  private final Set<Profile> claimed = ConcurrentHashMap.newKeySet();

  private SqliteEngine(StorageFiles files, ReadPool readers, GroupCommitter writer) {
    this.files = files;
    this.readers = readers;
    this.writer = writer;
  }

  /** Opens a directory, with two threads of its own that end the stages. */
  public static SqliteEngine open(Path directory) {
    Cleanup cleanup = new Cleanup();
    return open(directory, cleanup.add(new CompletionThreads()), cleanup);
  }

  /** Opens a directory; {@code completions} ends the stages. */
  public static SqliteEngine open(Path directory, Executor completions) {
    return open(directory, completions, new Cleanup());
  }

  private static SqliteEngine open(Path directory, Executor completions, Cleanup cleanup) {
    try {
      return acquire(directory, completions, cleanup);
    } catch (IOException e) {
      cleanup.close();
      throw new StorageException(
          "The data directory " + directory + " cannot be used: " + e.getMessage() + ".", e);
    } catch (SQLException | RuntimeException e) {
      cleanup.close();
      throw Faults.of(directory.resolve("amarula.db"), e);
    }
  }

  private static SqliteEngine acquire(Path directory, Executor completions, Cleanup cleanup)
      throws IOException, SQLException {
    StorageFiles files = StorageFiles.in(directory);
    cleanup.add(DirectoryLock.acquire(files));
    NativeLibrary.load(files);
    StorageFiles.create(files.database());
    GenerationFile generation = cleanup.add(GenerationFile.open(files));
    Connection connection = cleanup.add(Database.openWriter(files.database()));
    long newest = Schema.prepare(connection, files, generation);
    WriteConnection write = cleanup.add(new WriteConnection(connection, newest));
    ReadPool readers = cleanup.add(ReadPool.open(files.database()));
    Checkpointer checkpointer =
        cleanup.add(
            new Checkpointer(files.database(), Database.openCheckpointer(files.database())));
    GroupCommitter writer =
        new GroupCommitter(
            files.database(), write, generation, checkpointer, completions, cleanup::close);
    writer.start();
    return new SqliteEngine(files, readers, writer);
  }

  @Override
  public ProfileStorage open(Profile profile) {
    claim(profile);
    try {
      readers.ask(
          reader -> {
            reader.verify(profile);
            return profile;
          });
    } catch (RuntimeException e) {
      claimed.remove(profile);
      throw e;
    }
    PendingBatches pending = new PendingBatches(profile, () -> claimed.remove(profile));
    return new SqliteProfileStorage(profile, readers, writer, pending);
  }

  @Override
  public List<Profile> profiles() {
    return readers.ask(ReadConnection::profiles);
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    try {
      claim(profile);
    } catch (StorageException e) {
      return CompletableFuture.failedStage(e);
    }
    return write(connection -> connection.deleteAll(profile), () -> claimed.remove(profile));
  }

  @Override
  public void close() {
    if (!writer.close(PATIENCE)) {
      LOG.warn("{} stays in use until the disk answers.", files.directory());
    }
  }

  /** Runs any write, for tests that need a disk to be full. */
  CompletionStage<Void> write(Write write, Runnable settled) {
    return writer.submit(write, settled).minimalCompletionStage();
  }

  private void claim(Profile profile) {
    if (!claimed.add(profile)) {
      throw new StorageException("Profile '" + profile + "' is open already.");
    }
  }
}
