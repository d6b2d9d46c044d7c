package org.amarula.storage.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.ProfileStorage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each damage ends in the same state or in an error that names the file or the profile, never in
 * less than was there. {@code -Damarula.damages=N} damages more often, {@code -Damarula.seed=S}
 * elsewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class DamagedFileTest {
  private static final int DAMAGES = Integer.getInteger("amarula.damages", 60);
  private static final long SEED = Long.getLong("amarula.seed", 20261122L);
  private static final int COMMITS = 30;
  // The newest commit may be bob's: without it the database as a whole would have gone back.
  private static final String KEEP_GENERATION =
      "UPDATE meta SET value = (SELECT max(generation) FROM profile) WHERE name = 'generation'";

  private final Random random = new Random(SEED);
  private Path temporary;
  private Path crashed;
  private Path closed;
  private int copies;

  @BeforeAll
  void fill(@TempDir Path shared) throws Exception {
    temporary = shared;
    crashed = temporary.resolve("crashed");
    Path notes = Files.createDirectory(temporary.resolve("notes"));
    Process child = CommittingProcess.start(crashed, notes, COMMITS);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    closed = copy(crashed);
    SqliteEngine.open(closed).close();
    assertThat(crashed.resolve("amarula.db-wal")).isNotEmptyFile();
    assertThat(closed.resolve("amarula.db-wal")).doesNotExist();
  }

  @Test
  void flippedBitInTheDatabaseIsSeenOrHarmless() throws Exception {
    int seen = 0;
    for (int i = 0; i < DAMAGES; i++) {
      seen += outcome(damaged(closed, "amarula.db", this::flip));
    }
    assertThat(seen).as("seed %d", SEED).isPositive();
  }

  @Test
  void flippedBitInTheLogIsSeenOrHarmless() throws Exception {
    int seen = 0;
    for (int i = 0; i < DAMAGES; i++) {
      seen += outcome(damaged(crashed, "amarula.db-wal", this::flip));
    }
    assertThat(seen).as("seed %d", SEED).isPositive();
  }

  @Test
  void truncatedDatabaseIsSeen() throws Exception {
    for (int i = 0; i < DAMAGES / 4; i++) {
      assertThat(outcome(damaged(closed, "amarula.db", this::truncate)))
          .as("seed %d", SEED)
          .isEqualTo(1);
    }
  }

  @Test
  void truncatedLogIsSeen() throws Exception {
    int seen = 0;
    for (int i = 0; i < DAMAGES / 4; i++) {
      seen += outcome(damaged(crashed, "amarula.db-wal", this::truncate));
    }
    assertThat(seen).as("seed %d", SEED).isPositive();
  }

  @Test
  void lostFilesAreSeen() throws Exception {
    assertThat(outcome(damaged(closed, "amarula.db", bytes -> new byte[0]))).isEqualTo(1);
    assertThat(outcome(damaged(crashed, "amarula.db-wal", bytes -> new byte[0]))).isEqualTo(1);
    Path without = copy(closed);
    Files.delete(without.resolve("amarula.db"));

    assertThat(outcome(without)).isEqualTo(1);
  }

  @Test
  void olderLogIsATimeTravel() throws Exception {
    Path older = damaged(crashed, "amarula.db-wal", bytes -> new byte[0]);

    assertThatThrownBy(() -> SqliteEngine.open(older))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("went back in time")
        .hasMessageContaining("amarula.generation");
  }

  @Test
  void acceptedOlderStateOpens() throws Exception {
    Path older = copy(closed);
    Path generation = older.resolve("amarula.generation");
    GenerationFile ahead = GenerationFile.open(new StorageFiles(older));
    ahead.write(1_000_000);
    ahead.close();
    assertThat(outcome(older)).isEqualTo(1);

    Files.delete(generation);

    assertThat(outcome(older)).isZero();
    assertThat(generation).isNotEmptyFile();
  }

  @Test
  void damagedGenerationIsNamed() throws Exception {
    Path damaged = damaged(closed, "amarula.generation", this::flip);

    assertThatThrownBy(() -> SqliteEngine.open(damaged))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("amarula.generation is damaged");
  }

  @Test
  void newerFormatIsRefused() throws Exception {
    Path newer = changed("UPDATE meta SET value = 2 WHERE name = 'format'");

    assertThatThrownBy(() -> SqliteEngine.open(newer))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("newer version")
        .hasMessageContaining("format is 2");
  }

  @Test
  void damageOfOneProfileIsItsOwn() throws Exception {
    for (String damage :
        new String[] {
          "UPDATE entry SET value = x'00' WHERE profile = 'bob' AND key = x'726f7731'",
          "DELETE FROM entry WHERE profile = 'bob' AND key = x'726f7731'",
          "DELETE FROM entry WHERE profile = 'bob'",
          "DELETE FROM profile WHERE name = 'bob'",
          "UPDATE entry SET namespace = 'other' WHERE profile = 'bob' AND key = x'726f7731'",
        }) {
      Path changed = changed(KEEP_GENERATION, damage);
      try (SqliteEngine engine = SqliteEngine.open(changed)) {
        assertThatThrownBy(() -> engine.open(Profile.of("bob")))
            .as(damage)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("Profile 'bob' is damaged");
        try (ProfileStorage alice = engine.open(Profile.of("alice"))) {
          assertThat(CommittingProcess.consistentCounter(alice)).isEqualTo(COMMITS);
        }
      }
    }
  }

  @Test
  void foreignFileIsRefused() throws Exception {
    Path foreign = damaged(closed, "amarula.db", bytes -> "not a database".repeat(999).getBytes());

    assertThat(outcome(foreign)).isEqualTo(1);
  }

  private interface Damage {
    byte[] of(byte[] content);
  }

  /** 0: all is there; 1: a named error. Anything else fails the test. */
  private int outcome(Path directory) {
    try (SqliteEngine engine = SqliteEngine.open(directory)) {
      int errors = 0;
      for (Profile profile : CommittingProcess.PROFILES) {
        try (ProfileStorage open = engine.open(profile)) {
          assertThat(CommittingProcess.consistentCounter(open)).as("seed %d", SEED).isEqualTo(30);
        } catch (StorageException e) {
          assertThat(e.getMessage()).containsAnyOf("amarula.db", "'" + profile + "'");
          errors++;
        }
      }
      return errors > 0 ? 1 : 0;
    } catch (StorageException e) {
      assertThat(e.getMessage()).contains("amarula.");
      return 1;
    }
  }

  private Path changed(String... changes) throws Exception {
    Path changed = copy(closed);
    try (Connection connection = Database.openWriter(changed.resolve("amarula.db"))) {
      for (String sql : changes) {
        Database.execute(connection, sql);
      }
    }
    return changed;
  }

  private Path damaged(Path from, String name, Damage damage) throws Exception {
    Path copy = copy(from);
    Path file = copy.resolve(name);
    Files.write(file, damage.of(Files.readAllBytes(file)));
    return copy;
  }

  private Path copy(Path from) throws Exception {
    Path to = Files.createDirectory(temporary.resolve("copy" + copies++));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private byte[] flip(byte[] content) {
    int bit = random.nextInt(content.length * 8);
    content[bit / 8] ^= (byte) (1 << (bit % 8));
    return content;
  }

  private byte[] truncate(byte[] content) {
    return Arrays.copyOf(content, random.nextInt(content.length));
  }
}
