package org.amarula.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes on what is printed and remembers it until asked. Thread-safe. */
final class Capture extends OutputStream {
  private final OutputStream out;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  Capture(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void write(int octet) throws IOException {
    out.write(octet);
    seen.write(octet);
  }

  @Override
  public synchronized void write(byte[] octets, int from, int length) throws IOException {
    out.write(octets, from, length);
    seen.write(octets, from, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** What was printed since the last call. */
  synchronized String take() {
    String text = seen.toString(StandardCharsets.UTF_8);
    seen.reset();
    return text;
  }
}
