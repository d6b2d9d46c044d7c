package org.amarula.crypto.signal;

/**
 * A session and, once it was asked for, its encoding. Archived sessions rarely change while their
 * record is stored with every message, so they are encoded once. Two threads may both encode; the
 * results are equal.
 */
final class StoredForm {
  private final Session session;
  private volatile byte[] encoded;

  StoredForm(Session session) {
    this(session, null);
  }

  /** A session that was just read from {@code encoded}, which is taken over. */
  StoredForm(Session session, byte[] encoded) {
    this.session = session;
    this.encoded = encoded;
  }

  Session session() {
    return session;
  }

  /** The encoding, shared: never written to. */
  byte[] encoded() {
    byte[] bytes = encoded;
    if (bytes == null) {
      bytes = SessionFormat.encode(session);
      encoded = bytes;
    }
    return bytes;
  }
}
