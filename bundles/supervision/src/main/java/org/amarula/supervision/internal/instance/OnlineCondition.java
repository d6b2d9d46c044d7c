package org.amarula.supervision.internal.instance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.instance.Role;
import org.amarula.api.state.ConnectionState;
import org.amarula.supervision.internal.lane.SerialLane;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The condition {@code amarula.online.PROFILE}, a service that exists while the account is online,
 * so that a component of a consumer exists only then. Lives as long as the instance; thread-safe.
 *
 * <p>It listens like a consumer and comes back from each event at once: a registration runs
 * listeners of strangers, so it happens on a lane of its own. Where the package of conditions is
 * absent, which is an optional import, there is none.
 */
final class OnlineCondition implements ConnectionListener {
  /** The condition's id is this and the profile. */
  static final String PREFIX = "amarula.online.";

  private static final Logger LOG = LoggerFactory.getLogger(OnlineCondition.class);

  private final Profile profile;
  private final InstanceId instanceId;
  private final ServicePublisher publisher;
  private final Executor registrars;
  private SerialLane lane; // null until it is wanted first; events come one at a time
  private volatile boolean wanted;
  private Runnable registration; // confined to the lane

  /**
   * A condition that does not hold.
   *
   * @param registrars where it is registered, which may take as long as a stranger likes
   */
  OnlineCondition(InstanceId id, Profile profile, ServicePublisher publisher, Executor registrars) {
    this.instanceId = id;
    this.profile = profile;
    this.publisher = publisher;
    this.registrars = registrars;
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    if (event instanceof StateChanged change) {
      want(change.state() == ConnectionState.ONLINE);
    } else if (event instanceof InstanceTerminated) {
      want(false);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void want(boolean online) {
    if (lane == null) {
      if (!online) {
        return; // it never was
      }
      lane = new SerialLane(registrars, this::failed);
    }
    wanted = online;
    lane.execute(this::follow);
  }

  // Looks at what is wanted now: after a slow registration only the last change counts.
  private void follow() {
    if (wanted && registration == null) {
      registration = publish();
    } else if (!wanted && registration != null) {
      Runnable withdraw = registration;
      registration = null;
      withdraw.run();
    }
  }

  private Runnable publish() {
    Map<String, Object> properties =
        Map.of(
            "osgi.condition.id",
            PREFIX + profile.name(),
            Role.INSTANCE_PROPERTY,
            instanceId.value(),
            Role.PROFILE_PROPERTY,
            profile.name());
    try {
      return publisher.publish(Condition.class, Condition.INSTANCE, properties);
    } catch (NoClassDefFoundError e) {
      LOG.debug("No condition for {}: the package of conditions is absent", profile);
      return () -> {};
    }
  }

  private void failed(Throwable failure) {
    LOG.warn("The condition of {} failed: {}", profile, failure.getClass().getSimpleName());
  }
}
