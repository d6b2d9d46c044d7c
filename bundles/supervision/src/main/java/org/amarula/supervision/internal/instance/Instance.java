package org.amarula.supervision.internal.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.Senders;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.supervision.internal.account.AccountConnection;
import org.amarula.supervision.internal.account.AccountParts;
import org.amarula.supervision.internal.account.Wanted;
import org.amarula.supervision.internal.events.EventDispatcher;
import org.amarula.supervision.internal.kernel.Child;
import org.amarula.supervision.internal.kernel.ChildSpec;
import org.amarula.supervision.internal.kernel.OneForOneSupervisor;
import org.amarula.supervision.internal.kernel.RestartIntensity;
import org.amarula.supervision.internal.kernel.SupervisorListener;
import org.amarula.supervision.internal.lane.KeyedLanes;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One started connection instance: it owns the profile's storage, the tree of its children (design
 * 3) and their services. Lives from {@link #start} to the end of {@link #stop}; thread-safe.
 */
public final class Instance {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
  private static final Duration STOP_BUDGET = Duration.ofSeconds(5);
  private static final int MAX_WAITING = 1000;
  private static final CompletionStage<Void> NOTHING_BEFORE =
      CompletableFuture.completedFuture(null);

  private final InstanceId id;
  private final ConnectionSettings settings;
  private final Providers providers;
  private final ProfileStorage storage;
  private final AccountStore accounts;
  private final EventDispatcher events;
  private final OneForOneSupervisor tree;
  private final TreeView view;
  private final ServicePublisher publisher;
  private final Publications services;
  private final Wanted wanted;
  private final Consumer<Instance> whenExhausted;

  /**
   * An instance that nobody can see yet.
   *
   * @param id its key, freshly minted
   * @param storage the open storage of the profile; the instance closes it
   * @param publisher where its services go
   * @param whenExhausted is told when the tree has given up and wants to be stopped
   */
  public Instance(
      InstanceId id,
      ConnectionSettings settings,
      Providers providers,
      ProfileStorage storage,
      ServicePublisher publisher,
      Consumer<Instance> whenExhausted) {
    this.id = id;
    this.settings = settings;
    this.providers = providers;
    this.storage = storage;
    this.whenExhausted = whenExhausted;
    this.accounts = providers.messengers().accounts(storage);
    this.wanted = new Wanted(settings.connectAtOnce());
    this.publisher = publisher;
    this.services = new Publications(publisher, id, settings.profile());
    this.events =
        new EventDispatcher(
            settings.profile(),
            providers.listeners(),
            this::connection,
            providers.threads().callbacks(),
            providers.clock());
    this.tree =
        new OneForOneSupervisor(
            specs(),
            new RestartIntensity(settings.restartMax(), settings.restartWithin()),
            new SerialLane(providers.threads().workers(), this::supervisorFailed),
            providers.threads().timer(),
            providers.clock(),
            STOP_BUDGET,
            new Watcher());
    this.view = new TreeView(id, settings.profile(), tree);
  }

  /** Builds the tree, makes its services known and begins to work. */
  public void start(ConnectionListener parent) {
    if (parent != null) {
      events.addParent(parent);
    }
    events.addParent(
        new OnlineCondition(id, settings.profile(), publisher, providers.threads().callbacks()));
    tree.start();
    services.publish(Role.SUPERVISOR, view);
  }

  /** This instance's key. */
  public InstanceId id() {
    return id;
  }

  /** The settings that it was started with. */
  public ConnectionSettings settings() {
    return settings;
  }

  /** The consumer's handle of this moment. */
  public Connection connection() {
    return account();
  }

  /** The tree as consumers see it. */
  public ConnectionSupervisor supervisor() {
    return view;
  }

  /** One line about this instance. */
  public Snapshot snapshot() {
    return new Snapshot(id, settings.profile(), account());
  }

  /** Takes the whole group down; completes when nothing of it is left. */
  public CompletionStage<Void> stop(DisconnectReason reason) {
    services.withdraw(Role.SUPERVISOR);
    List<String> history =
        view.children().stream().flatMap(child -> child.history().stream()).sorted().toList();
    CompletableFuture<Void> done = new CompletableFuture<>();
    tree.stop()
        .thenCompose(ignored -> tellEnd(new InstanceTerminated(reason, history)))
        .whenComplete(
            (ignored, failure) -> {
              events.close();
              storage.close();
              done.complete(null);
            });
    return done;
  }

  // Waits for listeners, but not for ever: one that hangs must not keep the profile.
  private CompletionStage<Void> tellEnd(InstanceTerminated event) {
    events.deliver(event);
    CompletableFuture<Void> told = new CompletableFuture<>();
    events.drained().whenComplete((ignored, failure) -> told.complete(null));
    providers
        .threads()
        .timer()
        .schedule(() -> told.complete(null), STOP_BUDGET.toMillis(), TimeUnit.MILLISECONDS);
    return told;
  }

  private List<ChildSpec> specs() {
    return List.of(
        new ChildSpec(
            Role.REGISTRY, crash -> new RegistryChild(id, role -> child(role).map(Child::service))),
        new ChildSpec(Role.TABLE_OWNER, crash -> new TableOwnerChild(sentMessages())),
        new ChildSpec(
            Role.CUSTODIAN_SUPERVISOR, crash -> new LaneChild.OfCustodians(custodianLanes())),
        new ChildSpec(Role.CONNECTION, this::buildConnection),
        new ChildSpec(
            Role.SENDER_SUPERVISOR,
            crash -> new LaneChild.OfSenders(lanes(settings.senderIdle(), NOTHING_BEFORE))));
  }

  private SentMessages sentMessages() {
    return providers
        .messengers()
        .sentMessages(
            new SentMessagesSettings(
                storage,
                providers.clock(),
                settings.retryCacheMaxAge(),
                settings.retryCacheMaxEntries()));
  }

  private KeyedLanes<Jid> lanes(Duration idle, CompletionStage<Void> predecessor) {
    return new KeyedLanes<>(
        providers.threads().workers(), providers.clock(), idle, MAX_WAITING, predecessor);
  }

  // A custodian that was killed may still be writing a record: two writers would double a step of
  // the ratchet, so its successor begins when it has ended.
  private KeyedLanes<Jid> custodianLanes() {
    CompletionStage<Void> predecessor =
        tree.child(Role.CUSTODIAN_SUPERVISOR)
            .map(child -> ((LaneChild) child).lanes.quiet())
            .orElse(NOTHING_BEFORE);
    return lanes(settings.custodianIdle(), predecessor);
  }

  private Child buildConnection(Consumer<Throwable> crash) {
    SerialLane lane = new SerialLane(providers.threads().workers(), crash);
    AccountParts parts =
        new AccountParts(
            id,
            settings,
            providers.opener(),
            accounts,
            events,
            wanted,
            providers.threads().callbacks(),
            providers.threads().timer(),
            providers.clock(),
            providers.random(),
            providers.pacer());
    return new AccountConnection(parts, lane, sink -> messenger(sink, lane));
  }

  private Messenger messenger(EventSink sink, SerialLane lane) {
    return providers
        .messengers()
        .create(
            new MessengerContext(
                settings,
                storage,
                accounts,
                () -> service(Role.TABLE_OWNER, SentMessages.class),
                new LateSenders(() -> service(Role.SENDER_SUPERVISOR, Senders.class)),
                new LateCustodians(() -> service(Role.CUSTODIAN_SUPERVISOR, Custodians.class)),
                sink,
                lane,
                providers.threads().workers(),
                providers.threads().timer(),
                providers.clock()));
  }

  private Optional<Child> child(Role role) {
    return tree.child(role);
  }

  private <T> T service(Role role, Class<T> type) {
    return type.cast(tree.child(role).orElseThrow().service());
  }

  private AccountConnection account() {
    return service(Role.CONNECTION, AccountConnection.class);
  }

  private void supervisorFailed(Throwable failure) {
    LOG.error("The supervisor of {} failed", settings.profile(), failure);
    whenExhausted.accept(this);
  }

  /** Keeps the services in step with the children. */
  private final class Watcher implements SupervisorListener {
    @Override
    public void built(Role role, Child child) {
      services.publish(role, child.service());
    }

    @Override
    public void gone(Role role, Child child) {
      services.withdraw(role);
    }

    @Override
    public void exhausted() {
      LOG.warn("Instance {} of {} crashed too often and ends", id, settings.profile());
      whenExhausted.accept(Instance.this);
    }
  }
}
