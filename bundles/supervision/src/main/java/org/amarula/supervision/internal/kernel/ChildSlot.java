package org.amarula.supervision.internal.kernel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;

/** A role, the child that has it now and what became of the earlier ones. Thread-safe. */
final class ChildSlot {
  private static final int HISTORY = 20;

  private final ChildSpec spec;
  private final Deque<String> history = new ArrayDeque<>(1); // guarded by this, as all below
  private final List<Child> unfenced = new ArrayList<>();
  private Child child;
  private String state = "stopped";
  private Instant since = Instant.EPOCH;
  private int restarts;

  ChildSlot(ChildSpec spec) {
    this.spec = spec;
  }

  ChildSpec spec() {
    return spec;
  }

  Role role() {
    return spec.role();
  }

  synchronized Child child() {
    return child;
  }

  synchronized void holds(Child built, Instant now) {
    child = built;
    since = now;
  }

  /** A dead child that is still to be fenced. */
  synchronized void buried(Child dead) {
    unfenced.add(dead);
  }

  /** All that are still to be fenced, once. */
  synchronized List<Child> takeDead() {
    List<Child> all = List.copyOf(unfenced);
    unfenced.clear();
    return all;
  }

  synchronized void running() {
    state = "running";
  }

  synchronized void crashed(String cause, Instant now) {
    restarts++;
    state = "restarting";
    note(now + " " + cause);
  }

  synchronized void note(String line) {
    history.add(line);
    if (history.size() > HISTORY) {
      history.remove();
    }
  }

  synchronized void stopped() {
    state = "stopped";
  }

  ChildStatus status() {
    Child current = child();
    List<String> names = current == null ? List.of() : current.children();
    synchronized (this) {
      return new ChildStatus(role(), state, since, restarts, List.copyOf(history), names);
    }
  }
}
