package org.amarula.supervision.internal.declared;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.AmarulaException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One declared account: started now, and again with back-off when its instance ended because of a
 * crash, or could not start because its profile or the storage was not free. An account that
 * somebody stopped on purpose stays stopped. Thread-safe.
 */
public final class Declaration implements ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Declaration.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final int MAX_DOUBLINGS = 7;

  private final ConnectionFactory factory;
  private final ConnectionSettings settings;
  private final ScheduledExecutorService timer;
  private final Executor starter;
  private Connection connection; // guarded by this, as all below
  private ScheduledFuture<?> retry;
  private int failures;
  private boolean closed;

  /**
   * A declaration that has not started anything.
   *
   * @param timer posts to {@code starter} only
   * @param starter where instances are started, which reads from the storage
   */
  public Declaration(
      ConnectionFactory factory,
      ConnectionSettings settings,
      ScheduledExecutorService timer,
      Executor starter) {
    this.factory = factory;
    this.settings = settings;
    this.timer = timer;
    this.starter = starter;
  }

  /** Starts the account, or plans the next attempt. */
  public synchronized void begin() {
    if (closed) {
      return;
    }
    try {
      connection = factory.start(settings, this);
    } catch (AmarulaException e) {
      LOG.warn("Declared account {} cannot start: {}", settings.profile(), e.getMessage());
      planNext();
    }
  }

  @Override
  public CompletionStage<Void> onEvent(Connection told, Event event) {
    if (event instanceof StateChanged change && change.state() == ConnectionState.ONLINE) {
      online();
    } else if (event instanceof InstanceTerminated end
        && end.reason() instanceof DisconnectReason.Crashed) {
      ended();
    }
    return CompletableFuture.completedFuture(null);
  }

  /** Stops the account and does not bring it back; completes when its profile is free. */
  public synchronized CompletionStage<Boolean> close() {
    closed = true;
    if (retry != null) {
      retry.cancel(false);
    }
    return connection == null
        ? CompletableFuture.completedFuture(false)
        : factory.stop(connection.instanceId());
  }

  private synchronized void online() {
    failures = 0;
  }

  private synchronized void ended() {
    connection = null;
    if (!closed) {
      planNext();
    }
  }

  private void planNext() {
    long millis = FIRST.toMillis() << Math.min(failures++, MAX_DOUBLINGS);
    retry = timer.schedule(() -> starter.execute(this::begin), millis, TimeUnit.MILLISECONDS);
  }
}
