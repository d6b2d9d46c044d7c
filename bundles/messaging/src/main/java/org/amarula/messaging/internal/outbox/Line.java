package org.amarula.messaging.internal.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.outbox.Entry.Step;

/**
 * The messages to one person, under each of the person's names, or to one group or status: in the
 * order of their acceptance, which is that of their keys. Lives while it holds any. Guarded by the
 * outbox's lock.
 */
final class Line {
  private final Set<Jid> names = new HashSet<>(2);
  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private int taken;

  /** It can be found under this name. */
  void name(Jid name) {
    names.add(name);
  }

  Set<Jid> names() {
    return names;
  }

  void add(Entry entry) {
    entry.line = this;
    entries.put(entry.key, entry);
    taken += entry.taken ? 1 : 0;
  }

  void remove(Entry entry) {
    entry.line = null;
    entries.remove(entry.key);
    taken -= entry.taken ? 1 : 0;
  }

  /** All of it, which is in no line any more. */
  Collection<Entry> clear() {
    Collection<Entry> left = new ArrayList<>(entries.values());
    left.forEach(this::remove);
    return left;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether its first can be sent. Two lines that became one may have two under way. */
  boolean isReady() {
    return taken == 0 && !isEmpty() && entries.firstEntry().getValue().step == Step.WAITING;
  }

  /** Its first is sent. */
  Entry take() {
    Entry first = entries.firstEntry().getValue();
    first.step = Step.SENDING;
    first.taken = true;
    taken++;
    return first;
  }

  /** It waits again, in its place. */
  void putBack(Entry entry) {
    entry.taken = false;
    taken--;
  }
}
