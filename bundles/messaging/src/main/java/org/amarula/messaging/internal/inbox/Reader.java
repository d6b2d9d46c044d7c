package org.amarula.messaging.internal.inbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One subscription while the instance lives: its cursor, and how far its listener was handed
 * messages. The listener's own queue holds a bounded window; what is beyond is read from the store
 * when the window has room. Guarded by the inbox's lock.
 */
final class Reader {
  /** The name of all observers together; no subscription can have it. */
  static final String OBSERVERS = "*";

  static final int PAGE = 128;
  private static final int WINDOW = 2 * PAGE;
  private static final int MAX_BEHIND = 256;

  private final String name;
  private final Cursor cursor;
  private Window window; // null until something is handed over or waits; the observers need none
  private boolean attached;
  private boolean live;
  private boolean behindLoaded;
  private boolean reading;
  private int generation;
  private String lastRead = "";
  private String freshAfter = "";

  /** What a listener has, or waits to be given. */
  private static final class Window {
    private final NavigableSet<String> queued = new TreeSet<>();
    private final Map<String, Deque<String>> chats = new HashMap<>();
    private final Set<String> due = new HashSet<>();
  }

  Reader(String name, Cursor cursor) {
    this.name = name;
    this.cursor = cursor;
  }

  String name() {
    return name;
  }

  Cursor cursor() {
    return cursor;
  }

  boolean isObservers() {
    return name.equals(OBSERVERS);
  }

  boolean isAttached() {
    return attached;
  }

  int generation() {
    return generation;
  }

  String lastRead() {
    return lastRead;
  }

  /**
   * Begins anew behind the cursor; what is known until {@code fresh} may have been shown before.
   */
  void attach(String fresh) {
    begin();
    attached = true;
    lastRead = cursor.position();
    freshAfter = fresh;
  }

  void detach() {
    begin();
    attached = false;
  }

  private void begin() {
    generation++;
    live = false;
    behindLoaded = false;
    reading = false;
    window = null;
  }

  private Window window() {
    if (window == null) {
      window = new Window();
    }
    return window;
  }

  private int queued() {
    return window == null ? 0 : window.queued.size();
  }

  /** Whether a message that arrives now is handed over at once. */
  boolean takesArrivals() {
    return attached && live && behindLoaded && hasRoom();
  }

  /** It has fallen back: what arrives is read from the store later. */
  void fallBack() {
    live = false;
  }

  boolean wantsPage() {
    boolean more = !behindLoaded || (!live && queued() <= PAGE && hasRoom());
    return attached && !reading && more;
  }

  private boolean hasRoom() {
    return queued() < WINDOW && cursor.behindCount() < MAX_BEHIND;
  }

  void pageBegins() {
    reading = true;
  }

  void pageEnds() {
    reading = false;
  }

  void caughtUp() {
    live = true;
  }

  boolean isBehindLoaded() {
    return behindLoaded;
  }

  void behindIsLoaded() {
    behindLoaded = true;
  }

  void wasRead(String key) {
    if (key.compareTo(lastRead) > 0) {
      lastRead = key;
    }
  }

  void wasQueued(String key) {
    window().queued.add(key);
  }

  void leftQueue(String key) {
    if (window != null) {
      window.queued.remove(key);
    }
  }

  /**
   * The cursor is about to pass {@code key}: what was handed over before it and is not answered yet
   * stays behind, whatever order the listener answers in.
   */
  void keepEarlier(String key) {
    if (window != null && key.compareTo(cursor.position()) > 0) {
      window.queued.subSet(cursor.position(), false, key, false).stream()
          .toList()
          .forEach(earlier -> cursor.leaveBehind(earlier, 0));
    }
  }

  boolean mayHaveBeenShown(String key) {
    return cursor.tries(key) > 0 || key.compareTo(freshAfter) <= 0;
  }

  /** Whether an earlier message of the chat waits, so that this one has to wait as well. */
  boolean isBlocked(String chat, String key) {
    Deque<String> waiting = waiting(chat);
    return waiting != null && !waiting.peekFirst().equals(key);
  }

  private Deque<String> waiting(String chat) {
    return window == null ? null : window.chats.get(chat);
  }

  /** The message waits at the end of its chat; answers whether it is the first there. */
  boolean block(String chat, String key) {
    Deque<String> waiting = window().chats.computeIfAbsent(chat, c -> new ArrayDeque<>());
    if (!waiting.contains(key)) {
      waiting.add(key);
    }
    return waiting.peekFirst().equals(key);
  }

  /** The message waits no more; answers the one of its chat that is next, if its turn has come. */
  Optional<String> unblock(String chat, String key) {
    Deque<String> waiting = waiting(chat);
    if (waiting == null || !key.equals(waiting.peekFirst())) {
      if (waiting != null) {
        waiting.remove(key);
      }
      return Optional.empty();
    }
    waiting.removeFirst();
    if (waiting.isEmpty()) {
      window.chats.remove(chat);
      return Optional.empty();
    }
    return Optional.of(waiting.peekFirst());
  }

  /** The chat in which a message is the next that is given. */
  Optional<String> chatOf(String key) {
    return window().chats.entrySet().stream()
        .filter(chat -> key.equals(chat.getValue().peekFirst()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** To be given when the account is online again. */
  void dueWhenOnline(String key) {
    window().due.add(key);
  }

  Set<String> takeDue() {
    if (window == null) {
      return Set.of();
    }
    Set<String> taken = Set.copyOf(window.due);
    window.due.clear();
    return taken;
  }
}
