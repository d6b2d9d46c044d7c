package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The names and permissions of what lies in a data directory. The database's log and its index
 * ({@code -wal}, {@code -shm}) take their permissions from the database.
 *
 * @param directory the data directory, absolute
 */
record StorageFiles(Path directory) {
  Path database() {
    return directory.resolve("amarula.db");
  }

  Path generation() {
    return directory.resolve("amarula.generation");
  }

  Path lock() {
    return directory.resolve("amarula.lock");
  }

  Path nativeLibrary() {
    return directory.resolve("native");
  }

  /** Makes the directory; one that is new or empty becomes the owner's only. */
  static StorageFiles in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path real = directory.toRealPath();
    try (Stream<Path> content = Files.list(real)) {
      if (content.findAny().isEmpty()) {
        restrict(real, "rwx------");
      }
    }
    return new StorageFiles(real);
  }

  /** Makes an empty file that only the owner may use, unless it is there. */
  static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // It is restricted again below.
    }
    restrict(file, "rw-------");
  }

  /** Makes an empty directory that only the owner may use. */
  static void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    restrict(directory, "rwx------");
  }

  /** Makes names of new files durable, where a directory can be synchronised. */
  static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a directory; it keeps names without being asked.
      return;
    }
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
