package org.amarula.supervision.internal.events;

import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionListener;

/**
 * One consumer.
 *
 * @param listener whom to call
 * @param profile a profile's name, or {@code *}
 * @param durable whether its stage confirms the event
 */
record Subscription(ConnectionListener listener, String profile, boolean durable) {
  boolean wants(Profile other) {
    return profile.equals("*") || profile.equals(other.name());
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
