package org.amarula.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Profile;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;
import org.amarula.storage.internal.sqlite.SqliteEngine;

/**
 * Profiles in one SQLite database in a directory of its own. Lives from {@link #open} until {@link
 * #close}; thread-safe. One thread writes for all profiles and commits what waits in one
 * transaction; reads block the caller and see what was committed before they began.
 *
 * <p>Stages complete on the executor, never on the writer. What depends on a stage without an
 * executor of its own ({@code thenRun} rather than {@code thenRunAsync}) runs there too.
 *
 * <pre>{@code
 * try (SqliteStorage storage = SqliteStorage.open(Path.of("data"))) {
 *   ProfileStorage alice = storage.open(Profile.of("alice"));
 * }
 * }</pre>
 */
public final class SqliteStorage implements Storage, AutoCloseable {
  private final SqliteEngine engine;

  private SqliteStorage(SqliteEngine engine) {
    this.engine = engine;
  }

  /**
   * Opens or creates the storage in a directory; stages complete on two threads of its own.
   *
   * @throws org.amarula.api.StorageInUseException when this or another process uses the directory
   * @throws org.amarula.api.StorageException when the directory cannot be written, was written by a
   *     newer version, or holds a damaged database
   */
  public static SqliteStorage open(Path dataDirectory) {
    return new SqliteStorage(SqliteEngine.open(dataDirectory));
  }

  /**
   * Like {@link #open(Path)}, with stages completed on {@code completions}. It must not run tasks
   * on the calling thread, which is the writer, unless every dependent stage is brief.
   */
  public static SqliteStorage open(Path dataDirectory, Executor completions) {
    return new SqliteStorage(SqliteEngine.open(dataDirectory, completions));
  }

  @Override
  public ProfileStorage open(Profile profile) {
    return engine.open(profile);
  }

  @Override
  public List<Profile> profiles() {
    return engine.profiles();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    return engine.delete(profile);
  }

  /**
   * Refuses new work, writes what waits, and gives the directory back. Returns within about ten
   * seconds also when the disk hangs; the directory is then given back when the disk answers.
   */
  @Override
  public void close() {
    engine.close();
  }
}
