package org.amarula.messaging.internal.inbox;

import org.amarula.proto.account.StoredInboxRow;

/** One message in the queue of one listener. Guarded by the inbox's lock. */
final class Handing {
  final Reader reader;
  final int generation;
  final String key;
  final StoredInboxRow row;
  boolean left; // it has to wait behind an earlier one of its chat

  Handing(Reader reader, String key, StoredInboxRow row) {
    this.reader = reader;
    this.generation = reader.generation();
    this.key = key;
    this.row = row;
  }

  /** Whether the listener that it was handed to has gone. */
  boolean isStale() {
    return reader.generation() != generation;
  }
}
