package org.amarula.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** One zlib stream behind the flags byte (spec/transport.md 4.1), inflated to a limit (4.5). */
final class Compression {
  private Compression() {}

  /** The flags byte and the inflated node bytes of a compressed plaintext. */
  static byte[] inflate(byte[] plaintext) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(plaintext, 1, plaintext.length - 1);
      byte[] out = new byte[1 + Math.min(4 * plaintext.length, 1 << 16)];
      out[0] = plaintext[0];
      int size = 1;
      while (!inflater.finished()) {
        if (size == out.length) {
          out = Arrays.copyOf(out, larger(size));
        }
        int read = inflater.inflate(out, size, out.length - size);
        if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new MalformedNodeException("The zlib stream is not complete.", plaintext.length);
        }
        size += read;
      }
      requireWithinLimit(size);
      int unread = inflater.getRemaining();
      if (unread > 0) {
        int end = plaintext.length - unread;
        throw new MalformedNodeException("Bytes follow the zlib stream.", end);
      }
      return Arrays.copyOf(out, size);
    } catch (DataFormatException e) {
      int read = (int) inflater.getBytesRead();
      throw new MalformedNodeException("This is no zlib stream.", 1 + read, e);
    } finally {
      inflater.end();
    }
  }

  /** The flags byte 2 and the node bytes of a plaintext as one zlib stream. */
  static byte[] deflate(byte[] plaintext) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(plaintext, 1, plaintext.length - 1);
      deflater.finish();
      byte[] out = new byte[64 + plaintext.length];
      out[0] = Wire.FLAG_ZLIB;
      int size = 1;
      while (!deflater.finished()) {
        if (size == out.length) {
          out = Arrays.copyOf(out, 2 * size);
        }
        size += deflater.deflate(out, size, out.length - size);
      }
      return Arrays.copyOf(out, size);
    } finally {
      deflater.end();
    }
  }

  // One byte beyond the limit is room enough to see that it was passed.
  private static int larger(int size) {
    requireWithinLimit(size);
    return Math.min(2 * size, 2 + Wire.MAX_INFLATED);
  }

  private static void requireWithinLimit(int size) {
    if (size > 1 + Wire.MAX_INFLATED) {
      throw new MalformedNodeException("The frame inflates to more than 16 MiB.", size);
    }
  }
}
