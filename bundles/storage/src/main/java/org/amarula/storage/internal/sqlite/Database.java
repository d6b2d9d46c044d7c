package org.amarula.storage.internal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.amarula.api.StorageException;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/** Opens connections, with the settings that durability rests on. */
final class Database {
  private static final String SYNCHRONOUS_FULL = "2";

  private Database() {}

  /** The one connection that writes. Fails when the file system cannot do what is asked for. */
  static Connection openWriter(Path file) throws SQLException {
    Connection connection = connect(file);
    try {
      execute(connection, "PRAGMA page_size = 8192"); // when new; see docs/adr/0005-one-database.md
      require(connection, "PRAGMA journal_mode = WAL", "wal");
      execute(connection, "PRAGMA synchronous = FULL");
      execute(connection, "PRAGMA fullfsync = ON"); // macOS: past the drive's cache
      execute(connection, "PRAGMA checkpoint_fullfsync = ON");
      // Checkpointer is faster; this bounds the log if that ever fails.
      execute(connection, "PRAGMA wal_autocheckpoint = 8000");
      execute(connection, "PRAGMA journal_size_limit = 67108864");
      execute(connection, "PRAGMA cache_size = -8192");
      execute(connection, "PRAGMA secure_delete = FAST"); // used keys do not stay in freed space
      require(connection, "PRAGMA synchronous", SYNCHRONOUS_FULL);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection that moves the log into the database, as durably as the writer would. */
  static Connection openCheckpointer(Path file) throws SQLException {
    Connection connection = connect(file);
    try {
      execute(connection, "PRAGMA synchronous = FULL");
      execute(connection, "PRAGMA checkpoint_fullfsync = ON");
      require(connection, "PRAGMA synchronous", SYNCHRONOUS_FULL);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection that only reads. */
  static Connection openReader(Path file) throws SQLException {
    Connection connection = connect(file);
    try {
      execute(connection, "PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row, as text. */
  static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Properties properties = new Properties();
    // Or the driver asks for the row's number after each update, which no table of ours has.
    properties.setProperty(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.pragmaName, "false");
    // Not by DriverManager: what registers there pins the class loaders of driver and caller.
    Connection connection = new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), properties);
    try {
      execute(connection, "PRAGMA busy_timeout = 10000");
      execute(connection, "PRAGMA temp_store = MEMORY"); // no secret in a temporary file
      execute(connection, "PRAGMA trusted_schema = OFF");
      execute(connection, "PRAGMA cell_size_check = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void require(Connection connection, String sql, String expected)
      throws SQLException {
    String actual = ask(connection, sql);
    if (!actual.equals(expected)) {
      throw new StorageException(
          "SQLite answered '" + actual + "' to '" + sql + "', expected '" + expected + "'.");
    }
  }
}
