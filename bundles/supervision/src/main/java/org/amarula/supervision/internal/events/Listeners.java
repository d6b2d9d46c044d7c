package org.amarula.supervision.internal.events;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.amarula.api.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that are there now, of all accounts. Thread-safe. */
public final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final List<Subscription> all = new ArrayList<>(); // guarded by this
  private final List<Watcher> watchers = new ArrayList<>(); // guarded by this

  /** Who is told of listeners that come and go, in order. */
  interface Watcher {
    void came(Subscription subscription);

    void left(Subscription subscription);
  }

  /** Adds an observer of one profile, or of all by {@code *}. */
  public synchronized void add(ConnectionListener listener, String profile) {
    add(new Subscription(listener, profile, ""));
  }

  /**
   * Adds a durable subscriber.
   *
   * @throws IllegalArgumentException when the name is none
   */
  public synchronized void add(ConnectionListener listener, String profile, String subscription) {
    if (!NAME.matcher(subscription).matches()) {
      throw new IllegalArgumentException(
          "A subscription is 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    add(new Subscription(listener, profile, subscription));
  }

  /**
   * Adds a listener as its service properties say; one with a bad name is refused with an error.
   */
  public void addNamed(ConnectionListener listener, String profile, String subscription) {
    try {
      if (subscription.isEmpty()) {
        add(listener, profile);
      } else {
        add(listener, profile, subscription);
      }
    } catch (IllegalArgumentException e) {
      LOG.error("The listener {} is refused: {}", listener.getClass().getName(), e.getMessage());
    }
  }

  private void add(Subscription added) {
    if (!all.contains(added)) {
      all.add(added);
      watchers.forEach(watcher -> watcher.came(added));
    }
  }

  /** Removes a listener. */
  public synchronized void remove(ConnectionListener listener) {
    List<Subscription> gone =
        all.stream().filter(subscription -> subscription.listener() == listener).toList();
    all.removeAll(gone);
    gone.forEach(subscription -> watchers.forEach(watcher -> watcher.left(subscription)));
  }

  /** Tells {@code watcher} who is there, and who comes and goes from now on. */
  synchronized void watch(Watcher watcher) {
    watchers.add(watcher);
    all.forEach(watcher::came);
  }

  synchronized void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }
}
