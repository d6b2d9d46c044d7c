package org.amarula.messaging.internal.outbox;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.OverloadedException;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.outbox.Entry.Step;

/**
 * The messages of the outbox: a queue for each address, of which the first alone is sent, and those
 * that are put aside. Guarded by the outbox's lock.
 */
final class OutboxQueue {
  static final int MAX_ENTRIES = 10_000;
  static final long MAX_BYTES = 16L << 20;

  private final Map<String, Entry> all = new LinkedHashMap<>(); // by id, oldest first
  private final Map<Jid, Deque<Entry>> chats = new HashMap<>();
  private final Set<Jid> ready = new LinkedHashSet<>(); // whose first can be sent
  private long bytes;
  private int parked;

  /** Refuses one more message of this size when there is no room. */
  void requireRoom(int size) {
    if (all.size() >= MAX_ENTRIES || bytes + size > MAX_BYTES) {
      throw new OverloadedException(
          "The outbox holds " + all.size() + " messages of " + bytes + " bytes; it is full.");
    }
  }

  void add(Entry entry) {
    all.put(entry.id, entry);
    bytes += entry.size;
    if (entry.step == Step.PARKED) {
      parked++;
    } else {
      enqueue(entry);
    }
  }

  private void enqueue(Entry entry) {
    chats.computeIfAbsent(entry.chat, chat -> new ArrayDeque<>(2)).add(entry);
    changed(entry.chat);
  }

  /** It is gone; who comes after it may be ready. */
  void remove(Entry entry) {
    if (all.remove(entry.id) != null) {
      bytes -= entry.size;
      if (!leave(entry)) {
        parked--;
      }
    }
  }

  /** It is put aside; who comes after it may be ready. */
  void park(Entry entry) {
    entry.step = Step.PARKED;
    if (leave(entry)) {
      parked++;
    }
  }

  /** It waits again, as the last of its address. */
  void unpark(Entry entry) {
    all.remove(entry.id);
    all.put(entry.id, entry);
    parked--;
    entry.step = Step.WAITING;
    enqueue(entry);
  }

  // False when it was in no queue, because it is put aside.
  private boolean leave(Entry entry) {
    Deque<Entry> queue = chats.get(entry.chat);
    boolean left = queue != null && queue.remove(entry);
    if (left && queue.isEmpty()) {
      chats.remove(entry.chat);
    }
    changed(entry.chat);
    return left;
  }

  /** The step of the first of this address may be another one. */
  void changed(Jid chat) {
    Deque<Entry> queue = chats.get(chat);
    if (queue != null && queue.peek().step == Step.WAITING) {
      ready.add(chat);
    } else {
      ready.remove(chat);
    }
  }

  /** The next one to be sent, on whose address nothing is being sent. */
  Optional<Entry> next() {
    Iterator<Jid> first = ready.iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Entry entry = chats.get(first.next()).peek();
    first.remove();
    entry.step = Step.SENDING;
    return Optional.of(entry);
  }

  Optional<Entry> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  Collection<Entry> all() {
    return all.values();
  }

  int waiting() {
    return all.size() - parked;
  }

  int parked() {
    return parked;
  }

  long bytes() {
    return bytes;
  }
}
