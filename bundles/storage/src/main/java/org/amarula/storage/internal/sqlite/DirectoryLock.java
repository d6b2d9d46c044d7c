package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.amarula.api.StorageInUseException;

/**
 * The claim of a data directory against every other user, in this JVM or another. The system drops
 * it when the process ends, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
  private final String name;
  private final FileChannel channel;

  private DirectoryLock(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  static DirectoryLock acquire(StorageFiles files) throws IOException {
    // POSIX drops a process's locks on a file when any of its descriptors of that file is closed,
    // so a second user in this JVM must be turned away before it opens the file. The register of
    // users is the system properties: they are the one map that all class loaders share.
    String name = "org.amarula.storage.in.use." + files.directory();
    if (System.getProperties().putIfAbsent(name, "true") != null) {
      throw inUse(files.directory(), "this process");
    }
    FileChannel channel = null;
    try {
      StorageFiles.create(files.lock());
      channel = FileChannel.open(files.lock(), StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(files.directory(), "another process");
      }
      return new DirectoryLock(name, channel);
    } catch (IOException | RuntimeException e) {
      release(name, channel);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    release(name, channel);
  }

  private static void release(String name, FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      System.getProperties().remove(name); // last: whoever comes next opens the file
    }
  }

  private static StorageInUseException inUse(Path directory, String user) {
    return new StorageInUseException(
        "The data directory "
            + directory
            + " is in use by "
            + user
            + "; one at a time may use it.");
  }
}
