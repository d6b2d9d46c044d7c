package org.amarula.messaging.internal.inbox;

import java.util.Optional;
import java.util.function.BiFunction;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.StanzaRejected;
import org.amarula.messaging.EventSink;
import org.amarula.proto.account.StoredInboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows as events. One that cannot be read is told once and holds up nobody. */
final class RowEvents {
  private static final Logger LOG = LoggerFactory.getLogger(RowEvents.class);

  private final BiFunction<StoredInboxRow, Boolean, Optional<MessageReceived>> reader;
  private final EventSink sink;

  RowEvents(BiFunction<StoredInboxRow, Boolean, Optional<MessageReceived>> reader, EventSink sink) {
    this.reader = reader;
    this.sink = sink;
  }

  /**
   * The event of a row, or nothing when there is no content for consumers in it.
   *
   * @param again whether it may have been shown before
   * @param tell whether it is to be told when the row cannot be read
   */
  Optional<MessageReceived> event(StoredInboxRow row, boolean again, boolean tell) {
    try {
      return reader.apply(row, again);
    } catch (RuntimeException e) {
      LOG.error("A message of the inbox cannot be read.", e);
      if (tell) {
        sink.deliver(new StanzaRejected("message", row.getId(), "It is damaged in the inbox."));
      }
      return Optional.empty();
    }
  }
}
