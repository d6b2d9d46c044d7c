package org.amarula.storage.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.api.StorageInUseException;
import org.amarula.api.storage.ProfileStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Damarula.kills=N} kills more often than the default. */
@Timeout(300)
final class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("amarula.kills", 3);

  @TempDir Path temporary;
  private Path directory;
  private Path notes;
  private Process child;

  @BeforeEach
  void prepare() throws Exception {
    directory = temporary.resolve("data");
    notes = Files.createDirectory(temporary.resolve("notes"));
  }

  @AfterEach
  void endChild() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  @Test
  void whatWasAcknowledgedOutlivesAKill() throws Exception {
    int acknowledged = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      startChild();
      int target = acknowledged + 400 * kill; // the log is moved meanwhile, several times
      while (acknowledged < target) {
        assertThat(child.isAlive()).isTrue();
        acknowledged = CommittingProcess.noted(notes, CommittingProcess.PROFILES.get(0));
        Thread.onSpinWait();
      }

      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

      acknowledged = 0;
      try (SqliteEngine engine = SqliteEngine.open(directory)) {
        for (Profile profile : CommittingProcess.PROFILES) {
          try (ProfileStorage open = engine.open(profile)) {
            int kept = CommittingProcess.consistentCounter(open);
            int noted = CommittingProcess.noted(notes, profile);
            // One commit may be durable that the child had no time to note.
            assertThat(kept).isBetween(noted, noted + 1);
            acknowledged = Math.max(acknowledged, kept);
          }
        }
      }
    }
  }

  @Test
  void anotherProcessKeepsTheDirectoryUntilItIsKilled() throws Exception {
    startChild();

    assertThatThrownBy(() -> SqliteEngine.open(directory))
        .isInstanceOf(StorageInUseException.class)
        .hasMessageContaining("in use by another process")
        .hasMessageContaining(directory.toRealPath().toString());

    child.destroyForcibly();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    SqliteEngine.open(directory).close();
  }

  private void startChild() throws Exception {
    child = CommittingProcess.start(directory, notes, Integer.MAX_VALUE / 2);
    BufferedReader output = child.inputReader();
    assertThat(output.readLine()).isEqualTo("committing");
  }
}
