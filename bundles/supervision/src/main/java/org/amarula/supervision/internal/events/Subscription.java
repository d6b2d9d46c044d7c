package org.amarula.supervision.internal.events;

import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionListener;

/**
 * One consumer.
 *
 * @param listener whom to call
 * @param profile a profile's name, or {@code *}
 * @param name the name of its durable subscription, or empty for an observer
 */
record Subscription(ConnectionListener listener, String profile, String name) {
  boolean wants(Profile other) {
    return profile.equals("*") || profile.equals(other.name());
  }

  boolean isDurable() {
    return !name.isEmpty();
  }

  /** What people know it by. */
  String title() {
    return isDurable() ? name : listener.getClass().getName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Subscription subscription && subscription.listener == listener;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(listener);
  }
}
