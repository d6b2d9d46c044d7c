package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void newDirectoryIsItsOwnersAlone() throws IOException {
    Path made = DataDirectory.create(temporary.resolve("a/b"));

    assertThat(Files.getPosixFilePermissions(made))
        .containsOnly(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);
  }

  @Test
  void secondUserIsKeptOutUntilTheFirstIsGone() throws IOException {
    try (FileChannel held = DataDirectory.lock(temporary)) {
      assertThat(held.isOpen()).isTrue();
      assertThatThrownBy(() -> DataDirectory.lock(temporary))
          .hasToString("data-in-use: Another process uses the directory " + temporary + ".");
    }

    DataDirectory.lock(temporary).close();
  }

  @Test
  void removedDirectoryLeavesNothing() throws IOException {
    Path made = DataDirectory.create(temporary.resolve("a/b"));
    Files.writeString(made.resolve("file"), "x");

    DataDirectory.remove(temporary.resolve("a"));

    assertThat(temporary.resolve("a")).doesNotExist();
  }
}
