package org.amarula.sandbox.internal.phone;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.proto.message.Message;

/** The messages that a phone wrote and read, for its companions' history. Confined to the lane. */
final class Archive {
  private static final int KEPT = 1000;

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** One message of a chat; the author is a user. */
  record Entry(Jid chat, String id, boolean fromMe, Jid author, Instant at, Message message) {}

  void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
  }

  Set<Jid> chats() {
    Set<Jid> chats = new LinkedHashSet<>();
    entries.forEach(entry -> chats.add(entry.chat()));
    return chats;
  }

  /** The messages of a chat, newest first, as histories have them. */
  List<Entry> newestFirst(Jid chat) {
    List<Entry> found = new ArrayList<>();
    entries.stream().filter(entry -> entry.chat().equals(chat)).forEach(found::add);
    Collections.reverse(found);
    return found;
  }

  /** The newest message with this id. */
  Optional<Entry> find(String id) {
    return entries.stream().filter(entry -> entry.id().equals(id)).reduce((a, b) -> b);
  }
}
