package org.amarula.connection.internal.stream;

/** How far a stream has come. */
enum Phase {
  CONNECTING,
  HANDSHAKING,
  PAIRING,
  LOGGING_IN,
  LOGGED_IN;

  boolean encrypted() {
    return compareTo(PAIRING) >= 0;
  }
}
