package org.amarula.supervision.internal.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;

/** A role, the child that has it now and what became of the earlier ones. Thread-safe. */
final class ChildSlot {
  private static final int HISTORY = 20;

  private final ChildSpec spec;
  private List<String> history =
      List.of(); // replaced by each change; guarded by this, as all below
  private List<Child> unfenced = List.of(); // replaced by each change
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
    unfenced = with(unfenced, dead);
  }

  /** All that are still to be fenced, once. */
  synchronized List<Child> takeDead() {
    List<Child> all = unfenced;
    unfenced = List.of();
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
    List<String> longer = with(history, line);
    history = longer.subList(Math.max(0, longer.size() - HISTORY), longer.size());
  }

  private static <T> List<T> with(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return List.copyOf(longer);
  }

  synchronized void stopped() {
    state = "stopped";
  }

  ChildStatus status() {
    Child current = child();
    List<String> names = current == null ? List.of() : current.children();
    synchronized (this) {
      return new ChildStatus(role(), state, since, restarts, history, names);
    }
  }
}
