package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.amarula.api.StorageException;

/**
 * The tables and their format version. {@code entry} is clustered by profile, so that a profile's
 * data lie together; {@code profile} tells how many entries a profile has and the sum of their
 * checksums, so that a lost or an outdated page is seen; {@code generation} counts commits. The
 * tables are strict, for {@code integrity_check} then sees a flipped type too: the same bytes as
 * text and as a blob have different places in the tree, and a search would miss them.
 */
final class Schema {
  static final int FORMAT = 1;

  private static final String[] TABLES = {
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE profile (name TEXT PRIMARY KEY, entries INTEGER NOT NULL,"
        + " checksums INTEGER NOT NULL, generation INTEGER NOT NULL)"
        + " STRICT, WITHOUT ROWID",
    "CREATE TABLE entry (profile TEXT NOT NULL, namespace TEXT NOT NULL, key BLOB NOT NULL,"
        + " value BLOB NOT NULL, checksum INTEGER NOT NULL,"
        + " PRIMARY KEY (profile, namespace, key)) STRICT, WITHOUT ROWID",
    "INSERT INTO meta VALUES ('format', " + FORMAT + "), ('generation', 0)"
  };

  private Schema() {}

  /** Makes the tables of a new database or checks an old one, and answers its generation. */
  static long prepare(Connection connection, StorageFiles files, GenerationFile known)
      throws SQLException, IOException {
    OptionalLong expected = known.read();
    boolean empty = Database.ask(connection, "SELECT count(*) FROM sqlite_schema").equals("0");
    if (!empty) {
      long generation = check(connection, files, expected);
      known.write(generation);
      return generation;
    }
    if (expected.isPresent()) {
      throw Faults.damaged(files.database(), "it is empty, but has held data");
    }
    create(connection);
    StorageFiles.sync(files.directory());
    known.write(0);
    known.sync();
    StorageFiles.sync(files.directory());
    return 0;
  }

  private static void create(Connection connection) throws SQLException {
    Database.execute(connection, "BEGIN IMMEDIATE");
    for (String table : TABLES) {
      Database.execute(connection, table);
    }
    Database.execute(connection, "COMMIT");
    // The tables are in the database itself before the generation says that there are any.
    Database.ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  private static long check(Connection connection, StorageFiles files, OptionalLong expected)
      throws SQLException {
    Path database = files.database();
    long format = number(connection, "SELECT value FROM meta WHERE name = 'format'");
    if (format > FORMAT) {
      throw new StorageException(
          "The database %s was written by a newer version: its format is %d, this version knows %d."
              .formatted(database, format, FORMAT));
    }
    // quick_check would miss a row in the wrong place, where no search finds it; and without
    // secondary indexes the full check costs little more.
    String health = Database.ask(connection, "PRAGMA integrity_check(1)");
    if (format != FORMAT || !health.equals("ok")) {
      throw Faults.damaged(database, format == FORMAT ? health : "its format is missing");
    }
    long generation =
        number(
            connection,
            "SELECT max(value, coalesce((SELECT max(generation) FROM profile), 0))"
                + " FROM meta WHERE name = 'generation'");
    if (generation < expected.orElse(0)) {
      throw Faults.damaged(
          database,
          "it went back in time, from commit "
              + expected.getAsLong()
              + " to "
              + generation
              + "; to accept the older state, delete "
              + files.generation());
    }
    return generation;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    String text = Database.ask(connection, sql);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1; // no row, or not what was written: the caller's comparison refuses it
    }
  }
}
