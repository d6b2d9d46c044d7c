package org.amarula.storage.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The checksum of an entry: of its value and of where it belongs. */
final class RowChecksum {
  private RowChecksum() {}

  static long of(String profile, String namespace, byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    add(crc, profile.getBytes(StandardCharsets.UTF_8));
    add(crc, namespace.getBytes(StandardCharsets.UTF_8));
    add(crc, key);
    crc.update(value);
    return crc.getValue();
  }

  // The length first, so that no two rows have the same input.
  private static void add(CRC32C crc, byte[] part) {
    crc.update(part.length >>> 8);
    crc.update(part.length);
    crc.update(part);
  }
}
