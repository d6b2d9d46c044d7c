package org.amarula.storage.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that changes the database. Confined to the writer once that runs. */
final class WriteConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteConnection.class);
  private static final String FIND_CHECKSUM =
      "SELECT checksum FROM entry WHERE profile = ? AND namespace = ? AND key = ?";
  private static final String INSERT =
      "INSERT INTO entry (profile, namespace, key, value, checksum) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (profile, namespace, key) DO NOTHING";
  private static final String OVERWRITE =
      "UPDATE entry SET value = ?4, checksum = ?5"
          + " WHERE profile = ?1 AND namespace = ?2 AND key = ?3";
  private static final String DELETE =
      "DELETE FROM entry WHERE profile = ? AND namespace = ? AND key = ?";
  private static final String DELETE_ALL = "DELETE FROM entry WHERE profile = ?";
  private static final String FIND_TALLY = "SELECT entries, checksums FROM profile WHERE name = ?";
  private static final String PUT_TALLY =
      "INSERT OR REPLACE INTO profile (name, entries, checksums, generation) VALUES (?, ?, ?, ?)";
  private static final String DELETE_TALLY = "DELETE FROM profile WHERE name = ?";
  private static final String PUT_GENERATION =
      "UPDATE meta SET value = ? WHERE name = 'generation'";

  private final Connection connection;
  private final Statements statements;

  /** The profiles that the transaction at hand has changed. */
  private final Map<Profile, Tally> touched = new HashMap<>();

  private long generation;
  private int pages;

  WriteConnection(Connection connection, long generation) {
    this.connection = connection;
    this.statements = new Statements(connection);
    this.generation = generation;
  }

  /** Makes all writes durable in one transaction, or none; answers the newest generation. */
  long transact(List<Write> writes) throws SQLException {
    touched.clear();
    pages = 0;
    statements.get("BEGIN IMMEDIATE").execute();
    for (Write write : writes) {
      write.to(this);
    }
    long next = touched.isEmpty() ? generation : generation + 1;
    for (Map.Entry<Profile, Tally> entry : touched.entrySet()) {
      store(entry.getKey(), entry.getValue(), next);
    }
    statements.get("COMMIT").execute();
    generation = next;
    return next;
  }

  /** About how many pages the last transaction wrote to the log: one for each changed row. */
  int pages() {
    return pages + touched.size();
  }

  /** Drops the transaction at hand, if SQLite has not done so itself. */
  void rollback() {
    statements.drop();
    touched.clear();
    try {
      Database.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("SQLite has rolled back already, as it does when the disk fails.", e);
    }
  }

  void apply(Profile profile, Batch batch) throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    Tally tally = tally(profile);
    pages += batch.changes().size();
    for (Batch.Change change : batch.changes()) {
      byte[] key = change.key().getBytes(StandardCharsets.UTF_8);
      if (change.value().isPresent()) {
        put(tally, profile, change, key, change.value().get());
      } else if (subtract(tally, profile, change, key)) {
        PreparedStatement delete = statements.get(DELETE);
        bind(delete, profile, change, key);
        delete.executeUpdate();
      }
    }
  }

  void deleteAll(Profile profile) throws SQLException {
    PreparedStatement deleteAll = statements.get(DELETE_ALL);
    deleteAll.setString(1, profile.name());
    deleteAll.executeUpdate();
    tally(profile).clear();
  }

  /** Runs SQL outside the entries, for tests. */
  void execute(String sql) throws SQLException {
    Database.execute(connection, sql);
  }

  /** The first column of the first row, as text, for tests. */
  String ask(String sql) throws SQLException {
    return Database.ask(connection, sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // and its statements; the last connection moves the log into the database
  }

  // Most entries are new, and then one search in the tree is enough.
  private void put(Tally tally, Profile profile, Batch.Change change, byte[] key, Bytes value)
      throws SQLException {
    byte[] content = value.toArray();
    long checksum = RowChecksum.of(profile.name(), change.namespace().name(), key, content);
    if (write(INSERT, profile, change, key, content, checksum) == 0) {
      subtract(tally, profile, change, key);
      write(OVERWRITE, profile, change, key, content, checksum);
    }
    tally.add(checksum);
  }

  /** Counts an entry no more, which is about to go; answers whether there is one. */
  private boolean subtract(Tally tally, Profile profile, Batch.Change change, byte[] key)
      throws SQLException {
    PreparedStatement findChecksum = statements.get(FIND_CHECKSUM);
    bind(findChecksum, profile, change, key);
    try (ResultSet old = findChecksum.executeQuery()) {
      if (!old.next()) {
        return false;
      }
      tally.subtract(old.getLong(1));
      return true;
    }
  }

  private int write(
      String sql, Profile profile, Batch.Change change, byte[] key, byte[] content, long checksum)
      throws SQLException {
    PreparedStatement write = statements.get(sql);
    bind(write, profile, change, key);
    write.setBytes(4, content);
    write.setLong(5, checksum);
    return write.executeUpdate();
  }

  private static void bind(
      PreparedStatement statement, Profile profile, Batch.Change change, byte[] key)
      throws SQLException {
    statement.setString(1, profile.name());
    statement.setString(2, change.namespace().name());
    statement.setBytes(3, key);
  }

  private Tally tally(Profile profile) throws SQLException {
    Tally known = touched.get(profile);
    if (known != null) {
      return known;
    }
    PreparedStatement findTally = statements.get(FIND_TALLY);
    findTally.setString(1, profile.name());
    try (ResultSet row = findTally.executeQuery()) {
      Tally tally = row.next() ? new Tally(row.getLong(1), row.getLong(2)) : new Tally(0, 0);
      touched.put(profile, tally);
      return tally;
    }
  }

  private void store(Profile profile, Tally tally, long next) throws SQLException {
    if (tally.isEmpty()) {
      PreparedStatement deleteTally = statements.get(DELETE_TALLY);
      deleteTally.setString(1, profile.name());
      deleteTally.executeUpdate();
      PreparedStatement putGeneration = statements.get(PUT_GENERATION);
      putGeneration.setLong(1, next); // the profile's row held it
      putGeneration.executeUpdate();
      return;
    }
    PreparedStatement putTally = statements.get(PUT_TALLY);
    putTally.setString(1, profile.name());
    putTally.setLong(2, tally.entries());
    putTally.setLong(3, tally.checksums());
    putTally.setLong(4, next);
    putTally.executeUpdate();
  }
}
