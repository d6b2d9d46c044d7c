package org.amarula.messaging.internal.receive;

import java.util.List;
import org.amarula.api.event.Event;
import org.amarula.messaging.internal.retry.DecryptFailure;
import org.amarula.proto.account.StoredInboxRow;

/** What became of one ciphertext; everything that it changed is on disk. */
sealed interface Opened {
  /**
   * It was handled: now, or before.
   *
   * @param events what was found out on the way
   * @param history whether our phone told of history
   */
  record Handled(List<Event> events, boolean history) implements Opened {}

  /**
   * It holds a message for the inbox, which is to be stored with the rest of the batch.
   *
   * @param row the message
   */
  record Message(StoredInboxRow row) implements Opened {}

  /**
   * It could not be decrypted, or is of nobody whose messages are read.
   *
   * @param events what was found out on the way
   */
  record Failed(DecryptFailure failure, List<Event> events) implements Opened {
    static Failed of(DecryptFailure failure) {
      return new Failed(failure, List.of());
    }
  }

  /** It was decrypted but is no Message: asking again cannot help. */
  record Unreadable() implements Opened {}
}
