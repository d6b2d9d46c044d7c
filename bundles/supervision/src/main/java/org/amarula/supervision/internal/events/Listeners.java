package org.amarula.supervision.internal.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionListener;

/** The listeners that are there now, of all accounts. Thread-safe. */
public final class Listeners {
  private final List<Subscription> all = new CopyOnWriteArrayList<>();

  /** Adds a listener of one profile, or of all by {@code *}. */
  public void add(ConnectionListener listener, String profile, boolean durable) {
    all.add(new Subscription(listener, profile, durable));
  }

  /** Removes a listener. */
  public void remove(ConnectionListener listener) {
    all.removeIf(subscription -> subscription.listener() == listener);
  }

  List<Subscription> of(Profile profile) {
    return all.stream().filter(subscription -> subscription.wants(profile)).toList();
  }
}
