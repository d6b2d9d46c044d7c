package org.amarula.api.connection;

import java.util.concurrent.CompletionStage;
import org.amarula.api.event.Event;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A consumer of events. Register it as an OSGi service with the property {@link #PROFILE}: one
 * profile's name, or {@code *} for all. Without more it is an observer: it is told what happens
 * while it is there, and confirms nothing.
 *
 * <p>With the property {@link #SUBSCRIPTION} it is durable: each message waits in the inbox of its
 * profile until the stage that {@link #onEvent} returned has completed. This holds from the first
 * registration of that name while the profile runs, also while no listener of the name is there,
 * for 14 days or until {@link org.amarula.api.instance.Inbox#unsubscribe}. When a listener of the
 * name comes it gets what waits, in order, flagged {@code redelivered}: that may have been shown
 * before. {@link org.amarula.api.event.MessageKey} is what to tell repetitions by.
 *
 * <ul>
 *   <li>A call that throws, a stage that fails, and null instead of a stage leave a message
 *       unconfirmed. It is given again after growing pauses, from a second to two minutes; the same
 *       chat waits for it, the other chats go on. After eight tries it is parked, {@link
 *       org.amarula.api.event.MessageParked} says so, and the chat goes on without it.
 *   <li>A call that does not return within 30 seconds is moved aside: the listener is told nothing
 *       more until it returns. A stage may take as long as it likes: that delays only the listener.
 *   <li>Of several listeners with one name the one that came first gets the messages; the others
 *       stand by. Events other than messages are not stored, and all listeners are told them.
 *   <li>Messages from the inbox are given while the account is online, so that they can be
 *       answered.
 * </ul>
 */
@ConsumerType
@FunctionalInterface
public interface ConnectionListener {
  /** Service property: the profile whose events are wanted, or {@code *}. */
  String PROFILE = "amarula.profile";

  /**
   * Service property: the name of a durable subscription: 1 to 64 letters, digits, {@code .},
   * {@code _} or {@code -}. A listener with any other name is refused.
   */
  String SUBSCRIPTION = "amarula.subscription";

  /**
   * One event. Called on a callback thread, in order, one at a time per account and listener; may
   * block, and delays only this listener. A listener that is slower than its events loses the
   * newest of those that are not messages, counted by {@link org.amarula.api.event.EventsMissed};
   * an observer loses messages as well.
   *
   * @param connection the connection that the event is of
   * @param event the event
   * @return completes when the event is dealt with
   */
  CompletionStage<Void> onEvent(Connection connection, Event event);
}
