package org.amarula.supervision.internal.declared;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Profile;

/** Who may run a profile: the first that came, and when it has left, the next. Thread-safe. */
final class Turns {
  private final Map<Profile, Deque<Turn>> queues = new HashMap<>(); // guarded by this

  /**
   * A place in the queue for a profile.
   *
   * @param pid who has it
   * @param whenFirst is run when those before it have left
   */
  record Turn(Profile profile, String pid, Runnable whenFirst) {}

  /** Queues up. */
  synchronized Turn join(Profile profile, String pid, Runnable whenFirst) {
    Turn turn = new Turn(profile, pid, whenFirst);
    queues.computeIfAbsent(profile, absent -> new ArrayDeque<>()).add(turn);
    return turn;
  }

  /** The PID of the one whose turn it is, unless it is this one's. */
  synchronized Optional<String> ahead(Turn turn) {
    Turn first = queues.get(turn.profile()).peek();
    return first == turn ? Optional.empty() : Optional.of(first.pid());
  }

  /** Gives up a place; the next one is told when that makes it the first. */
  void leave(Turn turn) {
    Turn next;
    synchronized (this) {
      Deque<Turn> queue = queues.get(turn.profile());
      boolean wasFirst = queue.peek() == turn;
      queue.removeIf(other -> other == turn);
      next = wasFirst ? queue.peek() : null;
      if (queue.isEmpty()) {
        queues.remove(turn.profile());
      }
    }
    if (next != null) {
      next.whenFirst().run();
    }
  }
}
