package org.amarula.supervision.internal.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.amarula.api.AmarulaException;
import org.amarula.api.CrashedException;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.ListenerHeld;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.CustodianSupervisor;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.instance.Role;
import org.amarula.api.instance.SenderSupervisor;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.supervision.internal.account.AccountConnection;
import org.amarula.supervision.internal.callback.AccountCallbacks;
import org.amarula.supervision.internal.callback.Hold;
import org.amarula.supervision.internal.events.EventDispatcher;
import org.amarula.supervision.internal.kernel.Child;
import org.amarula.supervision.internal.kernel.OneForOneSupervisor;
import org.amarula.supervision.internal.kernel.RestartIntensity;
import org.amarula.supervision.internal.kernel.SupervisorListener;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One started connection instance: it owns the profile's storage, the tree of its children (design
 * 3) and their services. A temporary child of the factory's supervisor, from {@link #start} to the
 * end of {@link #stop}; thread-safe.
 */
public final class Instance implements Child {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final Duration TELL_BUDGET = Duration.ofSeconds(5);

  private final InstanceId id;
  private final ConnectionSettings settings;
  private final Providers providers;
  private final Executor workers;
  private final ProfileStorage storage;
  private final AccountCallbacks callbacks;
  private final EventDispatcher events;
  private final ProfileInbox inbox;
  private final ProfileOutbox outbox;
  private final OneForOneSupervisor tree;
  private final TreeView view;
  private final Publications services;
  private final SerialLane registrations;
  private final Consumer<Throwable> crash;
  private final Object lastWord = new Object();
  private volatile DisconnectReason end = new DisconnectReason.Requested();
  private volatile boolean fenced;
  private boolean endTold; // guarded by lastWord: nothing follows the end

  /**
   * An instance that nobody can see yet.
   *
   * @param id its key, freshly minted
   * @param storage the open storage of the profile; the instance closes it
   * @param publisher where its services go
   * @param crash is told when the tree has given up
   */
  public Instance(
      InstanceId id,
      ConnectionSettings settings,
      Providers providers,
      ProfileStorage storage,
      ServicePublisher publisher,
      Consumer<Throwable> crash) {
    this.id = id;
    this.settings = settings;
    this.providers = providers;
    this.workers = providers.threads().workers();
    this.storage = storage;
    this.crash = crash;
    this.services = new Publications(publisher, id, settings.profile());
    this.registrations = new SerialLane(providers.threads().callbacks(), this::strangerFailed);
    this.callbacks = new AccountCallbacks(providers.threads().callbacks(), this::listenerHeld);
    this.events =
        new EventDispatcher(
            settings.profile(), providers.listeners(), this::connection, this::publish, callbacks);
    this.inbox =
        providers
            .messengers()
            .inbox(
                new InboxSettings(
                    storage, events, workers, providers.threads().timer(), providers.clock()));
    this.outbox =
        providers
            .messengers()
            .outbox(
                new OutboxSettings(
                    storage, events, workers, providers.threads().timer(), providers.clock()));
    events.addParent(
        new OnlineCondition(id, settings.profile(), publisher, providers.threads().callbacks()));
    Children children =
        new Children(
            id,
            settings,
            providers,
            workers,
            storage,
            events,
            inbox,
            outbox,
            callbacks,
            this::child);
    this.tree =
        new OneForOneSupervisor(
            children.specs(),
            new RestartIntensity(settings.restartMax(), settings.restartWithin()),
            new SerialLane(workers, providers.threads().watch(), this::supervisorFailed),
            providers.threads().timer(),
            providers.clock(),
            new Watcher());
    this.view = new TreeView(id, settings.profile(), tree, callbacks);
  }

  /** Adds the starter's own listener; before the start only. */
  public void addParent(ConnectionListener parent) {
    events.addParent(parent);
  }

  @Override
  public void start() {
    registrations.pause(); // what crashes meanwhile is registered after the first ones
    try {
      events.open(inbox);
      tree.start();
      services.publish(Role.SUPERVISOR, view);
    } catch (RuntimeException | Error e) {
      events.close();
      throw e;
    } finally {
      registrations.resume();
    }
  }

  /** This instance's key. */
  public InstanceId id() {
    return id;
  }

  /** The settings that it was started with. */
  public ConnectionSettings settings() {
    return settings;
  }

  /** Whether its start has come as far as the connection; all that follows asks for one. */
  public boolean built() {
    return tree.child(Role.CONNECTION).isPresent();
  }

  /** The consumer's handle of this moment. */
  public Connection connection() {
    return account();
  }

  @Override
  public Object service() {
    return connection();
  }

  /** The tree as consumers see it. */
  public ConnectionSupervisor supervisor() {
    return view;
  }

  /** Who has confirmed what. */
  public Inbox inbox() {
    return inbox;
  }

  /** The durable messages that wait. */
  public Outbox outbox() {
    return outbox;
  }

  /** What the account keeps for encryption. */
  public Keys keys() {
    return account().keys();
  }

  @Override
  public List<String> children() {
    return tree.children().stream().map(ChildStatus::role).map(Role::text).toList();
  }

  /** One line about this instance. */
  public Snapshot snapshot() {
    int restarts = tree.children().stream().mapToInt(ChildStatus::restarts).sum();
    int before = outbox.stored();
    int queued = queued();
    // what a sender takes or gives back in between is counted once at most
    int stored = Math.min(before, outbox.stored());
    return new Snapshot(
        id, settings.profile(), account(), queued, stored, restarts, callbacks.heldCallbacks());
  }

  private int queued() {
    int sends =
        child(Role.SENDER_SUPERVISOR)
            .map(c -> ((SenderSupervisor) c.service()).pending())
            .orElse(0);
    return sends
        + child(Role.CUSTODIAN_SUPERVISOR)
            .map(c -> ((CustodianSupervisor) c.service()).pending())
            .orElse(0);
  }

  /** Says why the stop that follows is made. */
  public void because(DisconnectReason reason) {
    end = reason;
  }

  @Override
  public CompletionStage<Void> stop() {
    registrations.execute(() -> services.withdraw(Role.SUPERVISOR));
    List<String> history =
        view.children().stream().flatMap(child -> child.history().stream()).sorted().toList();
    return tree.stop()
        .thenCompose(ignored -> tellEnd(new InstanceTerminated(end, history)))
        .handleAsync((ignored, failure) -> closed(), workers);
  }

  @Override
  public void fence(AmarulaException reason) {
    if (!fenced) {
      closed();
    }
  }

  private Void closed() {
    fenced = true;
    for (Role role : Role.values()) {
      tree.child(role)
          .ifPresent(
              child -> {
                child.revoke();
                child.fence(new CrashedException(role.text()));
              });
    }
    inbox.close();
    outbox.close();
    events.close();
    callbacks.close(); // what is held is interrupted: nobody waits for it any more
    storage.close();
    return null;
  }

  // Waits for listeners, but not for ever: one that hangs must not keep the profile.
  private CompletionStage<Void> tellEnd(InstanceTerminated event) {
    synchronized (lastWord) {
      endTold = true;
      events.deliver(event);
    }
    CompletableFuture<Void> told = new CompletableFuture<>();
    events.drained().whenComplete((ignored, failure) -> told.complete(null));
    ScheduledFuture<?> late =
        providers
            .threads()
            .timer()
            .schedule(() -> told.complete(null), TELL_BUDGET.toMillis(), TimeUnit.MILLISECONDS);
    return told.whenComplete((ignored, failure) -> late.cancel(false));
  }

  // Not by way of the connection, which may just be crashing too and says nothing more.
  private void tellRestarted(ChildRestarted event) {
    synchronized (lastWord) {
      if (!endTold) {
        events.deliver(event);
      }
    }
  }

  private void publish(Event event) {
    child(Role.CONNECTION).ifPresent(child -> ((AccountConnection) child).publish(event));
  }

  private void listenerHeld(Hold hold) {
    HeldCallback held = hold.callback();
    events.deliver(new ListenerHeld(held.listener(), held.thread(), hold.limit()));
  }

  private Optional<Child> child(Role role) {
    return tree.child(role);
  }

  private AccountConnection account() {
    return (AccountConnection) tree.child(Role.CONNECTION).orElseThrow();
  }

  private void supervisorFailed(Throwable failure) {
    LOG.error("The supervisor of {} failed", settings.profile(), failure);
    because(new DisconnectReason.Crashed("its supervisor failed"));
    crash.accept(failure);
  }

  private void strangerFailed(Throwable failure) {
    LOG.error("Somebody who watches the services of {} failed", settings.profile(), failure);
  }

  /** Keeps the services in step with the children, on a callback thread: strangers watch them. */
  private final class Watcher implements SupervisorListener {
    @Override
    public void built(Role role, Child child) {
      services.publish(role, child.service());
    }

    @Override
    public CompletionStage<Void> replaced(Role role, Child dead, Child successor, String cause) {
      LOG.warn("The {} of {} crashed and is restarted: {}", role.text(), settings.profile(), cause);
      return CompletableFuture.runAsync(
          () -> {
            services.withdraw(role);
            services.publish(role, successor.service());
            tellRestarted(new ChildRestarted(role.text(), cause));
          },
          registrations);
    }

    @Override
    public CompletionStage<Void> gone(Role role, Child child) {
      return CompletableFuture.runAsync(() -> services.withdraw(role), registrations);
    }

    @Override
    public void overran(Role role, String what) {
      LOG.warn("The {} of {} gave up waiting: {}", role.text(), settings.profile(), what);
    }

    @Override
    public void exhausted() {
      LOG.warn("Instance {} of {} crashed too often and ends", id, settings.profile());
      because(new DisconnectReason.Crashed("it crashed too often"));
      crash.accept(new CrashedException(Role.SUPERVISOR.text()));
    }
  }
}
