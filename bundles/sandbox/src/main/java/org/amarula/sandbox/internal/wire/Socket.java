package org.amarula.sandbox.internal.wire;

/** The bytes below a connection; writes keep their order. */
public interface Socket {
  /** Writes bytes. */
  void write(byte[] bytes);

  /** Closes after what was written before. */
  void close();

  /** Cuts the connection without a word. */
  void cut();
}
