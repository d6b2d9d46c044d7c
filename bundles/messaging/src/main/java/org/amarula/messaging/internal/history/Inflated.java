package org.amarula.messaging.internal.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zlib stream, inflated as it is read (spec/features.md 4.2) and no further than a bound. Holds
 * 16 KiB. For one thread at a time; what is wrong is a {@link DamagedHistoryException}.
 */
final class Inflated extends InputStream {
  private static final int PIECE = 16 * 1024;

  private final InputStream compressed;
  private final Inflater inflater = new Inflater();
  private final byte[] piece = new byte[PIECE];
  private long left;

  Inflated(InputStream compressed, long mostBytes) {
    this.compressed = compressed;
    this.left = mostBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!inflater.finished()) {
        int read = inflater.inflate(into, offset, length);
        if (read > 0) {
          return counted(read);
        }
        if (inflater.needsDictionary()) {
          throw new DamagedHistoryException(HistoryDamage.COMPRESSION);
        }
        if (!inflater.finished() && inflater.needsInput()) {
          feed();
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new DamagedHistoryException(HistoryDamage.COMPRESSION);
    }
  }

  private int counted(int read) throws DamagedHistoryException {
    left -= read;
    if (left < 0) {
      throw new DamagedHistoryException(HistoryDamage.TOO_LONG);
    }
    return read;
  }

  private void feed() throws IOException {
    int read = compressed.read(piece, 0, PIECE);
    if (read <= 0) {
      throw new DamagedHistoryException(HistoryDamage.TRUNCATED);
    }
    inflater.setInput(piece, 0, read);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    compressed.close();
  }
}
