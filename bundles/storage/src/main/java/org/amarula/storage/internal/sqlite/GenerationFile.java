package org.amarula.storage.internal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.amarula.api.StorageException;

/**
 * The number of the newest commit, kept outside the database and its log, so that a database that
 * went back in time is seen: old keys must not encrypt again. It is written after each commit and
 * not synchronised, so after a power cut it may tell an older number, never a newer one.
 *
 * <pre>
 * 0        8        12
 * | number | CRC32C |      big endian
 * </pre>
 *
 * <p>Confined to the thread that opens the storage, then to the writer.
 */
final class GenerationFile implements AutoCloseable {
  private static final int LENGTH = 12;

  private final StorageFiles files;
  private final FileChannel channel;

  private GenerationFile(StorageFiles files, FileChannel channel) {
    this.files = files;
    this.channel = channel;
  }

  static GenerationFile open(StorageFiles files) throws IOException {
    StorageFiles.create(files.generation());
    return new GenerationFile(
        files,
        FileChannel.open(files.generation(), StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** The number; none when the storage is new. */
  OptionalLong read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH + 1);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      continue; // a read may be short
    }
    buffer.flip();
    if (!buffer.hasRemaining()) {
      return OptionalLong.empty();
    }
    if (buffer.remaining() != LENGTH || buffer.getInt(Long.BYTES) != checksum(buffer.getLong(0))) {
      throw new StorageException("The file " + files.generation() + " is damaged.");
    }
    return OptionalLong.of(buffer.getLong(0));
  }

  void write(long generation) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    buffer.putLong(generation).putInt(checksum(generation)).flip();
    channel.write(buffer, 0); // one sector: whole or not at all
  }

  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int checksum(long generation) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, generation));
    return (int) crc.getValue();
  }
}
