package org.amarula.sandbox.internal.wire;

import java.time.Duration;

/** The bytes below a connection; writes keep their order. */
public interface Socket {
  /** Writes bytes. */
  void write(byte[] bytes);

  /** Closes after what was written before. */
  void close();

  /** Closes with this code, now. */
  void close(int code);

  /** Reads nothing more. */
  void stopReading();

  /** Writes bytes, then zeros, one each time, until the socket is gone. */
  void drip(byte[] start, Duration pause);

  /** Cuts the connection without a word. */
  void cut();

  /** Calls, on the lane, when the client shows that it still holds the connection. */
  void probe(Runnable alive);
}
