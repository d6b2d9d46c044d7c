package org.amarula.messaging;

import java.util.concurrent.CompletionStage;
import org.amarula.api.event.Event;

/** Where events go. */
@FunctionalInterface
public interface EventSink {
  /**
   * Hands an event over, never blocking. The stage completes when every consumer that confirms has
   * dealt with it, and fails when one could not: the event is then to be given again.
   */
  CompletionStage<Void> deliver(Event event);
}
