package org.amarula.storage.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that reads, and checks every entry that it answers. Used by one thread at a time,
 * which {@link ReadPool} sees to.
 */
final class ReadConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadConnection.class);
  private static final String FIND =
      "SELECT value, checksum FROM entry WHERE profile = ? AND namespace = ? AND key = ?";
  private static final String SCAN =
      "SELECT value, checksum, key FROM entry WHERE profile = ? AND namespace = ?"
          + " AND key >= ? AND key < ? ORDER BY key LIMIT ?";
  private static final String COUNT =
      "SELECT count(*) FROM entry WHERE profile = ? AND namespace = ?";
  private static final String FIND_ALL =
      "SELECT value, checksum, key, namespace,"
          + " profile = ? AND typeof(namespace) = 'text' AND typeof(key) = 'blob'"
          + " FROM entry WHERE profile = ?";
  private static final String FIND_TALLY = "SELECT entries, checksums FROM profile WHERE name = ?";

  private final Connection connection;
  private final Statements statements;

  ReadConnection(Connection connection) {
    this.connection = connection;
    this.statements = new Statements(connection);
  }

  Optional<Bytes> read(Profile profile, Namespace namespace, String key) throws SQLException {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    PreparedStatement find = statements.get(FIND);
    find.setString(1, profile.name());
    find.setString(2, namespace.name());
    find.setBytes(3, keyBytes);
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? Optional.of(value(row, profile, namespace.name(), keyBytes))
          : Optional.empty();
    }
  }

  Map<String, Bytes> read(Profile profile, Namespace namespace, Collection<String> keys)
      throws SQLException {
    if (keys.size() == 1) { // one statement is its own snapshot
      String key = keys.iterator().next();
      return read(profile, namespace, key).map(value -> Map.of(key, value)).orElse(Map.of());
    }
    Map<String, Bytes> found = new HashMap<>();
    inSnapshot(
        () -> {
          for (String key : keys) {
            read(profile, namespace, key).ifPresent(value -> found.put(key, value));
          }
        });
    return Collections.unmodifiableMap(found);
  }

  Map<String, Bytes> scan(
      Profile profile, Namespace namespace, String prefix, String after, int limit)
      throws SQLException {
    KeyRange range = KeyRange.of(prefix, after);
    PreparedStatement scan = statements.get(SCAN);
    scan.setString(1, profile.name());
    scan.setString(2, namespace.name());
    scan.setBytes(3, range.first());
    scan.setBytes(4, range.end());
    scan.setInt(5, limit);
    Map<String, Bytes> found = new LinkedHashMap<>();
    try (ResultSet row = scan.executeQuery()) {
      while (row.next()) {
        byte[] key = content(row, 3);
        found.put(
            new String(key, StandardCharsets.UTF_8), value(row, profile, namespace.name(), key));
      }
    }
    return Collections.unmodifiableMap(found);
  }

  long count(Profile profile, Namespace namespace) throws SQLException {
    PreparedStatement count = statements.get(COUNT);
    count.setString(1, profile.name());
    count.setString(2, namespace.name());
    try (ResultSet row = count.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  List<Profile> profiles() throws SQLException {
    List<Profile> found = new ArrayList<>();
    try (PreparedStatement names = connection.prepareStatement("SELECT name FROM profile");
        ResultSet row = names.executeQuery()) {
      while (row.next()) {
        found.add(Profile.of(row.getString(1)));
      }
    } catch (InvalidSettingsException e) {
      throw new StorageException("The database is damaged: it holds an impossible profile.", e);
    }
    Collections.sort(found);
    return List.copyOf(found);
  }

  /** Reads all that a profile holds and compares it with what the profile's row promises. */
  void verify(Profile profile) throws SQLException {
    Tally actual = new Tally(0, 0);
    Tally promised = new Tally(0, 0);
    inSnapshot(
        () -> {
          PreparedStatement findAll = statements.get(FIND_ALL);
          findAll.setString(1, profile.name());
          findAll.setString(2, profile.name());
          try (ResultSet row = findAll.executeQuery()) {
            while (row.next()) {
              if (!row.getBoolean(5)) { // its place in the tree is wrong: a search would miss it
                throw Faults.damaged(profile, "an entry is in the wrong place");
              }
              value(row, profile, String.valueOf(row.getString(4)), content(row, 3));
              actual.add(row.getLong(2));
            }
          }
          PreparedStatement findTally = statements.get(FIND_TALLY);
          findTally.setString(1, profile.name());
          try (ResultSet row = findTally.executeQuery()) {
            if (row.next()) {
              promised.set(row.getLong(1), row.getLong(2));
            }
          }
        });
    if (!actual.matches(promised)) {
      throw Faults.damaged(
          profile,
          "it should hold "
              + promised.entries()
              + " entries, and these are not they: it holds "
              + actual.entries());
    }
  }

  /** Makes the connection fit for use after a query that failed. */
  void recover() {
    statements.drop();
    try {
      Database.execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("No transaction was open.", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private interface Reading {
    void run() throws SQLException;
  }

  private void inSnapshot(Reading reading) throws SQLException {
    statements.get("BEGIN").execute();
    reading.run();
    statements.get("COMMIT").execute();
  }

  private static Bytes value(ResultSet row, Profile profile, String namespace, byte[] key)
      throws SQLException {
    byte[] value = content(row, 1);
    if (RowChecksum.of(profile.name(), namespace, key, value) != row.getLong(2)) {
      throw Faults.damaged(profile, "an entry of '" + namespace + "' fails its checksum");
    }
    return Bytes.wrap(value);
  }

  // The driver answers null for an empty value; no column that is read here can hold NULL.
  private static byte[] content(ResultSet row, int column) throws SQLException {
    byte[] content = row.getBytes(column);
    return content == null ? new byte[0] : content;
  }

  /** The keys from {@code first} up to, but without, {@code end}, in the order of bytes. */
  private record KeyRange(byte[] first, byte[] end) {
    private static final byte[] ALL = {(byte) 0xff}; // no UTF-8 text has this byte

    static KeyRange of(String prefix, String after) {
      byte[] start = prefix.getBytes(StandardCharsets.UTF_8);
      byte[] last = after.getBytes(StandardCharsets.UTF_8);
      byte[] next = after.isEmpty() ? last : Arrays.copyOf(last, last.length + 1);
      byte[] first = Arrays.compareUnsigned(start, next) > 0 ? start : next;
      if (start.length == 0) {
        return new KeyRange(first, ALL);
      }
      byte[] end = start.clone();
      end[end.length - 1]++;
      return new KeyRange(first, end);
    }
  }
}
