package org.amarula.connection.internal.socket;

import org.amarula.connection.StreamSettings;

/** Opens sockets. Thread-safe. */
public interface Sockets extends AutoCloseable {
  /** Begins to connect and returns at once; {@code events} are told what comes of it. */
  Socket open(StreamSettings settings, SocketEvents events);

  /** Ends all sockets and every thread; nothing can be opened afterwards. */
  @Override
  void close();
}
