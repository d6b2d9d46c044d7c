package org.amarula.storage.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointerTest {
  private static final long MUCH = 1 << 20;

  @TempDir Path directory;
  private Path file;
  private Connection writer;
  private Connection other;
  private Checkpointer checkpointer;

  @BeforeEach
  void open() throws SQLException {
    file = directory.resolve("amarula.db");
    writer = Database.openWriter(file);
    Database.execute(writer, "CREATE TABLE t (v BLOB)");
    other = Database.openCheckpointer(file);
    checkpointer = new Checkpointer(file, other);
  }

  @AfterEach
  void close() throws SQLException {
    checkpointer.close();
    writer.close();
  }

  @Test
  void theLogIsMovedWhenItIsDueAndNotBefore() throws Exception {
    fill();
    checkpointer.committed(Checkpointer.DUE_PAGES - 1);
    long before = Files.size(file);

    checkpointer.committed(1);
    checkpointer.close(); // waits for what runs

    assertThat(before).isLessThan(MUCH);
    assertThat(Files.size(file)).isGreaterThan(MUCH);
    assertThat(Database.ask(writer, "SELECT count(*) FROM t")).isEqualTo("300");
  }

  @Test
  void theWriterGoesOnInTheMidstOfATransaction() throws Exception {
    fill();
    Database.execute(writer, "BEGIN IMMEDIATE");
    Database.execute(writer, "DELETE FROM t");

    checkpointer.committed(Checkpointer.DUE_PAGES);
    checkpointer.close();
    Database.execute(writer, "COMMIT");

    assertThat(Files.size(file)).isGreaterThan(MUCH); // only what was committed by then
    assertThat(Database.ask(writer, "SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void afterAllIsMovedTheLogBeginsAnew() throws Exception {
    fill();
    checkpointer.committed(Checkpointer.DUE_PAGES);
    checkpointer.close();
    long length = Files.size(log());

    fill();

    assertThat(Files.size(log())).isLessThan(length * 3 / 2); // the second filling took its place
  }

  @Test
  void whatFailsEndsNothing() throws Exception {
    fill();
    other.close();

    assertThatCode(
            () -> {
              checkpointer.committed(Checkpointer.DUE_PAGES);
              checkpointer.close();
              checkpointer.committed(Checkpointer.DUE_PAGES); // no thread is to be had any more
            })
        .doesNotThrowAnyException();
    assertThat(Database.ask(writer, "SELECT count(*) FROM t")).isEqualTo("300");
  }

  private Path log() {
    return directory.resolve("amarula.db-wal");
  }

  private void fill() throws SQLException {
    Database.execute(
        writer,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
            + " INSERT INTO t SELECT randomblob(8000) FROM n");
  }
}
