package org.amarula.messaging.internal.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.OverloadedException;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.outbox.Entry.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of the outbox: a line for each person and group, of which the first alone is sent,
 * and those that are put aside. Guarded by the outbox's lock; a new line reads the store.
 */
final class OutboxQueue {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxQueue.class);
  static final int MAX_ENTRIES = 10_000;
  static final long MAX_BYTES = 16L << 20;

  private final Map<String, Entry> all = new LinkedHashMap<>(); // by id, oldest first
  private final Map<Jid, Line> lines = new HashMap<>(); // by each name of those they are for
  private final Set<Line> ready = new LinkedHashSet<>(); // whose first can be sent
  private final Persons persons;
  private long bytes;
  private int parked;
  private int taken;

  OutboxQueue(Persons persons) {
    this.persons = persons;
  }

  /** Refuses one more message of this size when there is no room. */
  void requireRoom(int size) {
    if (all.size() >= MAX_ENTRIES || bytes + size > MAX_BYTES) {
      throw new OverloadedException(
          "The outbox holds " + all.size() + " messages of " + bytes + " bytes; it is full.");
    }
  }

  /** One that is new. */
  void add(Entry entry) {
    enqueue(entry); // first: what fails here was not added
    keep(entry);
  }

  /** One of before the start; what waits is in lines by address until {@link #regroup()}. */
  void load(Entry entry) {
    keep(entry);
    if (entry.step == Step.PARKED) {
      parked++;
    } else {
      enqueue(entry, entry.chat);
    }
  }

  private void keep(Entry entry) {
    all.put(entry.id, entry);
    bytes += entry.size;
  }

  // Who waits already is known; another line may be the person's under another name.
  private void enqueue(Entry entry) {
    Line line = lines.get(entry.chat);
    enqueue(entry, line == null ? persons.of(entry.chat) : entry.chat);
  }

  private void enqueue(Entry entry, Jid person) {
    Line line = lines.get(entry.chat);
    if (line == null) {
      line = lines.computeIfAbsent(person, none -> new Line());
      for (Jid name : List.of(person, entry.chat)) {
        line.name(name);
        lines.put(name, line);
      }
    }
    line.add(entry);
    changed(line);
  }

  /**
   * Puts what waits under these names into lines anew, after a mapping was learnt: what is being
   * sent stays so, and what comes after it in the line waits for it. Leaves all as it is when the
   * mappings cannot be read.
   */
  void regroup(Collection<Jid> names) {
    Set<Line> former = new LinkedHashSet<>();
    names.forEach(name -> former.add(lines.get(name)));
    former.remove(null);
    List<Jid> chats = former.stream().flatMap(line -> line.names().stream()).distinct().toList();
    Map<Jid, Jid> found;
    try {
      found = persons.of(chats);
    } catch (StorageException e) {
      LOG.warn("The outbox goes on by the names that it knew: {}", e.getMessage());
      return;
    }
    List<Entry> moved = new ArrayList<>();
    former.forEach(
        line -> {
          moved.addAll(line.clear());
          drop(line);
        });
    moved.sort(Comparator.comparing(entry -> entry.key)); // the oldest line comes first
    moved.forEach(entry -> enqueue(entry, found.get(entry.chat)));
  }

  /** The same for all that waits. */
  void regroup() {
    regroup(List.copyOf(lines.keySet()));
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

  /** It waits again, as the last of its line. */
  void unpark(Entry entry) {
    all.remove(entry.id);
    all.put(entry.id, entry);
    parked--;
    entry.step = Step.WAITING;
    enqueue(entry);
  }

  // False when it was in no line, because it is put aside.
  private boolean leave(Entry entry) {
    Line line = entry.line;
    if (line == null) {
      return false;
    }
    line.remove(entry);
    taken -= entry.taken ? 1 : 0;
    entry.taken = false;
    if (line.isEmpty()) {
      drop(line);
    } else {
      changed(line);
    }
    return true;
  }

  private void drop(Line line) {
    line.names().forEach(lines::remove);
    ready.remove(line);
  }

  /** Its step is another one. */
  void changed(Entry entry) {
    if (entry.line != null) {
      changed(entry.line);
    }
  }

  private void changed(Line line) {
    if (line.isReady()) {
      ready.add(line);
    } else {
      ready.remove(line);
    }
  }

  /** The next one to be sent, in whose line nothing is being sent. */
  Optional<Entry> next() {
    Iterator<Line> first = ready.iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Entry entry = first.next().take();
    first.remove();
    taken++;
    return Optional.of(entry);
  }

  /** A try has ended, and another will come: it does this until then. */
  void putBack(Entry entry, Step step) {
    entry.step = step;
    if (entry.taken) {
      entry.line.putBack(entry);
      taken--;
    }
    changed(entry);
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

  /** Those of them that wait for a try. */
  int stored() {
    return waiting() - taken;
  }

  int parked() {
    return parked;
  }

  long bytes() {
    return bytes;
  }
}
