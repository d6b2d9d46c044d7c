package org.amarula.supervision.internal.instance;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Profile;
import org.amarula.api.event.Event;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.messaging.EventSink;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * The condition {@code amarula.online.PROFILE}, which exists while the account is online: a
 * component of a consumer simply references it. Passes all events on; registers and withdraws on
 * the callback threads, since that runs listeners of strangers.
 */
final class OnlineCondition implements EventSink {
  private static final String PREFIX = "amarula.online.";

  private final String id;
  private final ServicePublisher publisher;
  private final EventSink events;
  private final SerialLane lane;
  private Runnable registration; // confined to the lane

  OnlineCondition(
      Profile profile, ServicePublisher publisher, EventSink events, Executor callbacks) {
    this.id = PREFIX + profile.name();
    this.publisher = publisher;
    this.events = events;
    this.lane = new SerialLane(callbacks, failure -> {});
  }

  @Override
  public CompletionStage<Void> deliver(Event event) {
    if (event instanceof StateChanged change) {
      boolean online = change.state() == ConnectionState.ONLINE;
      lane.execute(() -> be(online));
    }
    return events.deliver(event);
  }

  /** Withdraws the condition; a later event brings it back. */
  void withdraw() {
    lane.execute(() -> be(false));
  }

  private void be(boolean online) {
    if (online && registration == null) {
      registration = publisher.publishCondition(id);
    } else if (!online && registration != null) {
      registration.run();
      registration = null;
    }
  }
}
