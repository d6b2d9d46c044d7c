package org.amarula.messaging.internal.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.stanza.Accounts;

/**
 * Which messages were delivered, whatever their chats and authors were called then (spec/signal.md
 * 8.3 and 10.3). Thread-safe; reads block for local I/O.
 */
public final class Delivered {
  private final InboxTable table;
  private final Mappings mappings;

  /** What {@code table} knows. */
  public Delivered(InboxTable table, Mappings mappings) {
    this.table = table;
    this.mappings = mappings;
  }

  /** The first ciphertext's hash of the stanza by which a message was delivered. */
  public Optional<String> by(Jid chat, Jid author, String id) {
    List<String> keys = new ArrayList<>();
    for (Jid chatName : mappings.names(Accounts.of(chat))) {
      for (Jid authorName : mappings.names(Accounts.of(author))) {
        keys.add(InboxKeys.ofMessage(chatName, authorName, id));
      }
    }
    return table.deliveredBy(keys);
  }

  /** Notes in {@code batch} that a message is delivered by a stanza. */
  public void add(Batch.Builder batch, Jid chat, Jid author, String id, String stanza) {
    String key = InboxKeys.ofMessage(mappings.canonical(chat), mappings.canonical(author), id);
    table.addDelivered(batch, key, stanza);
  }
}
