package org.amarula.messaging.internal.outbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.address.MappingRows;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who an address is, by the stored mappings: custody has the same rule (spec/signal.md 8.2), but
 * this lives as long as the instance, and so remembers nothing. Thread-safe; reads the store.
 */
final class Persons {
  private static final Logger LOG = LoggerFactory.getLogger(Persons.class);

  private final ProfileStorage storage;

  Persons(ProfileStorage storage) {
    this.storage = storage;
  }

  /** The hidden id of a number, when it can be found; any other address is itself. */
  Jid of(Jid chat) {
    if (!chat.isPn()) {
      return chat;
    }
    try {
      return of(List.of(chat)).get(chat);
    } catch (StorageException e) {
      LOG.warn("Whether a recipient has another name cannot be read: {}", e.getMessage());
      return chat;
    }
  }

  /**
   * The same for several addresses, in one read.
   *
   * @throws StorageException when nothing could be read
   */
  Map<Jid, Jid> of(Collection<Jid> chats) {
    Map<Jid, Jid> persons = new HashMap<>();
    chats.forEach(chat -> persons.put(chat, chat));
    List<String> numbers = chats.stream().filter(Jid::isPn).map(Jid::toString).toList();
    if (!numbers.isEmpty()) {
      Map<String, Bytes> rows = storage.read(Tables.MAPPING, numbers);
      persons.replaceAll((chat, itself) -> lid(rows.get(chat.toString()), itself));
    }
    return persons;
  }

  private static Jid lid(Bytes row, Jid itself) {
    try {
      return row == null ? itself : MappingRows.pair(row).lid();
    } catch (StorageException e) {
      LOG.warn("{} The outbox goes by the address.", e.getMessage());
      return itself;
    }
  }
}
