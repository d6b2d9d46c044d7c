package org.amarula.itests.harness;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;

/** All that the probe was told, oldest first. Outlives the probe's bundle; thread-safe. */
public final class Journal implements Consumer<Map<String, String>> {
  private static final long LOOK_MILLIS = 100;

  private final List<Map<String, String>> all = new ArrayList<>(); // guarded by this

  void register(BundleContext context) {
    context.registerService(Consumer.class, this, new Hashtable<>(Map.of("probe", "sink")));
  }

  @Override
  public synchronized void accept(Map<String, String> event) {
    all.add(Map.copyOf(event));
    notifyAll();
  }

  /** How many events there are: the place to look from later. */
  public synchronized int size() {
    return all.size();
  }

  /** The events from a place on. */
  public synchronized List<Map<String, String>> from(int place) {
    return List.copyOf(all.subList(place, all.size()));
  }

  /** The events of a type, as {@code MessageReceived}, from a place on. */
  public List<Map<String, String>> from(int place, String type) {
    return from(place).stream().filter(event -> type.equals(event.get("event"))).toList();
  }

  /** Waits for an event from a place on. */
  public Map<String, String> await(
      int place, String what, Predicate<Map<String, String>> wanted, long seconds) {
    List<Map<String, String>> found = new ArrayList<>();
    until(
        what,
        seconds,
        () -> {
          Optional<Map<String, String>> hit = from(place).stream().filter(wanted).findFirst();
          hit.ifPresent(found::add);
          return hit.isPresent();
        });
    return found.get(0);
  }

  /** Waits until something is true; looks after each event, and some times a second. */
  public void until(String what, long seconds, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Within " + seconds + " s it did not come true: " + what);
      }
      pause();
    }
  }

  private synchronized void pause() {
    try {
      wait(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
