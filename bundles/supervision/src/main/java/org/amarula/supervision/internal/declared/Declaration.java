package org.amarula.supervision.internal.declared;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.api.AmarulaException;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.DeclarationState;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One declared account: what its configuration wants, and the instance that runs for it. It starts
 * the account when it is its turn, and again with back-off when its instance ended by crashes or
 * could not start. An account that somebody stopped on purpose stays stopped until the
 * configuration changes. Lives as long as the configuration; thread-safe, nothing here waits.
 */
public final class Declaration {
  private static final Logger LOG = LoggerFactory.getLogger(Declaration.class);

  private final String pid;
  private final ConnectionFactory factory;
  private final Turns turns;
  private final ScheduledExecutorService timer;
  private final SerialLane lane;
  private final RetryPace pace;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile DeclarationStatus status;
  private volatile boolean abandoned; // at once, though tasks of the lane still wait

  // Confined to the lane.
  private ConnectionSettings wanted; // null: nothing is to run
  private Turns.Turn turn; // null: not in a queue
  private Run run; // null: nothing runs
  private ScheduledFuture<?> retry; // null: no attempt is planned
  private boolean resting; // stopped by somebody on purpose
  private boolean closing;
  private String refusal = "";
  private String named = ""; // the profile of the configuration, right or wrong
  private DeclarationState state = DeclarationState.WAITING;
  private String detail = "";
  private String complained = "";

  Declaration(
      String pid,
      ConnectionFactory factory,
      Turns turns,
      ScheduledExecutorService timer,
      Executor starters,
      Clock clock) {
    this.pid = pid;
    this.factory = factory;
    this.turns = turns;
    this.timer = timer;
    this.pace = new RetryPace(clock);
    this.lane = new SerialLane(starters, this::failed);
    this.status = new DeclarationStatus(pid, "", DeclarationState.WAITING, "");
  }

  /** Wants the account to run with these settings; wrong ones change nothing and are shown. */
  public void configure(Map<String, String> configuration) {
    lane.execute(() -> take(configuration));
  }

  /** Stops the account, then lets the next declaration of its profile have it. */
  public CompletionStage<Void> close() {
    lane.execute(
        () -> {
          closing = true;
          wanted = null;
          follow();
        });
    return closed();
  }

  /** Starts nothing any more and leaves what runs to the factory, which is about to stop it. */
  public void abandon() {
    abandoned = true;
    lane.execute(
        () -> {
          forgetRetry();
          lane.close();
        });
  }

  /** What became of it. */
  public DeclarationStatus status() {
    return status;
  }

  /** Completes when it has been closed and its profile is free. */
  CompletionStage<Void> closed() {
    return closed.minimalCompletionStage();
  }

  /** Notices an end that was never told. */
  void look() {
    lane.execute(
        () -> {
          if (run != null && !run.stopping && factory.find(run.connection.instanceId()).isEmpty()) {
            run = null;
            again("Its instance is gone.", RetryPace.LONGEST);
          }
        });
  }

  private void take(Map<String, String> configuration) {
    if (closing) {
      return;
    }
    named = configuration.getOrDefault("profile", "");
    ConnectionSettings settings;
    try {
      settings = ConnectionSettings.of(configuration);
    } catch (InvalidSettingsException e) {
      LOG.error("The configuration {} is refused: {}", pid, e.getMessage());
      refusal = e.getMessage();
      show(state, detail);
      return;
    }
    refusal = "";
    resting = false;
    wanted = settings;
    show(state, detail);
    pace.reset();
    forgetRetry();
    follow();
  }

  // Brings what runs nearer to what is wanted, one step at a time; each end of a step comes here.
  private void follow() {
    if (run != null) {
      if (!run.settings.equals(wanted)) {
        stopRun();
      }
      return;
    }
    if (turn != null && (wanted == null || !turn.profile().equals(wanted.profile()))) {
      Turns.Turn left = turn;
      turn = null;
      turns.leave(left);
    }
    if (wanted == null) {
      forgetRetry();
      if (closing) {
        closed.complete(null);
      }
      return;
    }
    if (turn == null) {
      turn = turns.join(wanted.profile(), pid, () -> lane.execute(this::follow));
    }
    turns.ahead(turn).ifPresentOrElse(this::waitFor, this::startUnlessResting);
  }

  private void waitFor(String ahead) {
    String why = "The configuration " + ahead + " runs this profile.";
    complain(why);
    show(DeclarationState.PROFILE_IN_USE, why);
  }

  private void startUnlessResting() {
    if (resting || abandoned || retry != null) {
      return;
    }
    Run begun = new Run(wanted);
    try {
      begun.connection = factory.start(wanted, begun);
      run = begun;
      show(DeclarationState.RUNNING, "");
    } catch (ProfileInUseException e) {
      again(e.getMessage(), RetryPace.SOON);
      show(DeclarationState.PROFILE_IN_USE, e.getMessage());
    } catch (AmarulaException e) {
      again(e.getMessage(), RetryPace.LONGEST);
    } catch (FactoryClosedException e) {
      closedMeanwhile();
    } catch (RuntimeException e) {
      LOG.error("The declared account {} cannot start", named, e);
      again("An unexpected error, which the log shows.", RetryPace.LONGEST);
    }
  }

  // The factory is about to end its declarations, too; what comes after it declares them anew.
  private void closedMeanwhile() {
    abandoned = true;
    LOG.debug("The declared account {} comes too late, the factory is closed", named);
    show(DeclarationState.WAITING, "The connection factory ends.");
  }

  private void stopRun() {
    if (run.stopping) {
      return;
    }
    run.stopping = true;
    show(DeclarationState.WAITING, "It stops first.");
    factory
        .stop(run.connection.instanceId())
        .whenComplete((found, failure) -> lane.execute(this::stopped));
  }

  private void stopped() {
    run = null;
    follow();
  }

  private void again(String why, int doublings) {
    if (abandoned) {
      return; // a storage or a thread that is gone is no news any more
    }
    long millis = pace.next(doublings).toMillis();
    complain(why);
    show(DeclarationState.RETRYING, "It starts again " + millis / 1000 + " s later. " + why);
    try {
      retry = timer.schedule(() -> lane.execute(this::retryNow), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      closedMeanwhile();
    }
  }

  private void retryNow() {
    if (retry != null) {
      retry = null;
      follow();
    }
  }

  private void forgetRetry() {
    if (retry != null) {
      retry.cancel(false);
      retry = null;
    }
  }

  private void told(Run teller, Event event) {
    if (teller != run || teller.stopping) {
      return; // an instance that is not in use any more
    }
    if (event instanceof StateChanged change) {
      pace.state(change.state());
      boolean over = change.state().terminal() && change.retryAt().isEmpty();
      String why = over ? change.reason().map(DisconnectReason::text).orElse("") : "";
      if (over) {
        complain(change.state().text() + ". " + why);
      }
      show(over ? DeclarationState.ENDED : DeclarationState.RUNNING, why);
    } else if (event instanceof InstanceTerminated end) {
      run = null;
      ended(end.reason());
    }
  }

  private void ended(DisconnectReason reason) {
    if (reason instanceof DisconnectReason.Crashed) {
      again(reason.text(), RetryPace.LONGEST);
    } else {
      resting = true;
      show(DeclarationState.STOPPED, reason.text());
    }
  }

  // Attempts that fail for the same cause again and again fill no log.
  private void complain(String why) {
    if (!why.equals(complained)) {
      LOG.warn("The declared account {} ({}): {}", named, pid, why);
      complained = why;
    }
  }

  private void show(DeclarationState now, String why) {
    state = now;
    detail = why;
    String profile = run == null ? named : run.settings.profile().name();
    if (refusal.isEmpty()) {
      status = new DeclarationStatus(pid, profile, now, why);
    } else {
      String kept = run == null ? "" : " It keeps running with the settings that it had.";
      status = new DeclarationStatus(pid, profile, DeclarationState.REFUSED, refusal + kept);
    }
  }

  private void failed(Throwable failure) {
    LOG.error("The declaration {} failed", pid, failure);
  }

  /** One instance that was started for this declaration. */
  private final class Run implements ConnectionListener {
    private final ConnectionSettings settings;
    private Connection connection; // confined to the lane, as is the next
    private boolean stopping;

    Run(ConnectionSettings settings) {
      this.settings = settings;
    }

    @Override
    public CompletionStage<Void> onEvent(Connection told, Event event) {
      lane.execute(() -> told(this, event));
      return CompletableFuture.completedFuture(null);
    }
  }
}
