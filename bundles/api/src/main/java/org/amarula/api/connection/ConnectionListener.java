package org.amarula.api.connection;

import java.util.concurrent.CompletionStage;
import org.amarula.api.event.Event;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A consumer of events. Register it as an OSGi service with the property {@link #PROFILE}: one
 * profile's name, or {@code *} for all. With the property {@link #SUBSCRIPTION} it is durable: a
 * message stays in the inbox until the stage that {@link #onEvent} returned has completed, and is
 * given again, flagged {@code redelivered}, when it failed or the process ended before.
 */
@ConsumerType
@FunctionalInterface
public interface ConnectionListener {
  /** Service property: the profile whose events are wanted, or {@code *}. */
  String PROFILE = "amarula.profile";

  /** Service property: the name of a durable subscription. */
  String SUBSCRIPTION = "amarula.subscription";

  /**
   * One event. Called on a callback thread, in order, one at a time per account and listener; may
   * block, and delays only this listener.
   *
   * @param connection the connection that the event is of
   * @param event the event
   * @return completes when the event is dealt with
   */
  CompletionStage<Void> onEvent(Connection connection, Event event);
}
