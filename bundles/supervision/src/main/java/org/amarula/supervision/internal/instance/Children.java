package org.amarula.supervision.internal.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.CrashingStanzaException;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.Senders;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.supervision.internal.account.AccountConnection;
import org.amarula.supervision.internal.account.AccountParts;
import org.amarula.supervision.internal.account.CrashMarks;
import org.amarula.supervision.internal.account.Endurance;
import org.amarula.supervision.internal.account.Wanted;
import org.amarula.supervision.internal.callback.Callbacks;
import org.amarula.supervision.internal.kernel.Child;
import org.amarula.supervision.internal.kernel.ChildSpec;
import org.amarula.supervision.internal.lane.KeyedLanes;
import org.amarula.supervision.internal.lane.LaneRules;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the children of one instance, and holds what outlives them: whether the account is wanted
 * online, how the connection fared, and where a dead child's successor has to wait.
 */
final class Children {
  private static final Logger LOG = LoggerFactory.getLogger(Children.class);
  private static final int MAX_WAITING = 1000;
  private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final InstanceId id;
  private final ConnectionSettings settings;
  private final Providers providers;
  private final Executor workers;
  private final ProfileStorage storage;
  private final EventSink events;
  private final ProfileInbox inbox;
  private final ProfileOutbox outbox;
  private final Callbacks callbacks;
  private final Wanted wanted;
  private final Endurance endurance;
  private final CrashMarks marks;
  private final Function<Role, Optional<Child>> table;
  private Supplier<CompletionStage<Void>> connectionBefore = () -> NOTHING; // gone and quiet

  /**
   * A builder of children.
   *
   * @param workers the account's share of them
   * @param inbox outlives a crash of the connection
   * @param outbox outlives it too
   * @param callbacks the account's threads for user code
   * @param table finds the child that has a role now
   */
  Children(
      InstanceId id,
      ConnectionSettings settings,
      Providers providers,
      Executor workers,
      ProfileStorage storage,
      EventSink events,
      ProfileInbox inbox,
      ProfileOutbox outbox,
      Callbacks callbacks,
      Function<Role, Optional<Child>> table) {
    this.id = id;
    this.settings = settings;
    this.providers = providers;
    this.workers = workers;
    this.storage = storage;
    this.events = events;
    this.inbox = inbox;
    this.outbox = outbox;
    this.callbacks = callbacks;
    this.table = table;
    this.wanted = new Wanted(settings.connectAtOnce());
    this.endurance = new Endurance(settings.restartMax());
    this.marks = new CrashMarks(storage, providers.clock());
  }

  /** All children in start order. */
  List<ChildSpec> specs() {
    return List.of(
        ChildSpec.of(
            Role.REGISTRY,
            crash -> new RegistryChild(id, role -> table.apply(role).map(Child::service))),
        ChildSpec.of(Role.TABLE_OWNER, crash -> new TableOwnerChild(sentMessages())),
        ChildSpec.of(
            Role.CUSTODIAN_SUPERVISOR, crash -> new LaneChild.OfCustodians(custodianLanes())),
        ChildSpec.of(Role.CONNECTION, this::connection).limitedBy(endurance),
        ChildSpec.of(Role.SENDER_SUPERVISOR, crash -> new LaneChild.OfSenders(senderLanes())));
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

  private KeyedLanes<Jid> senderLanes() {
    return lanes(rules("sender", settings.senderIdle(), false));
  }

  // A custodian that was killed may still be writing a record: two writers would double a step of
  // the ratchet, so for that user its successor begins when it has ended.
  private KeyedLanes<Jid> custodianLanes() {
    return table
        .apply(Role.CUSTODIAN_SUPERVISOR)
        .map(child -> ((LaneChild) child).lanes.successor())
        .orElseGet(() -> lanes(rules("custodian", settings.custodianIdle(), true)));
  }

  private KeyedLanes<Jid> lanes(LaneRules rules) {
    return new KeyedLanes<>(workers, providers.clock(), rules);
  }

  private LaneRules rules(String name, Duration idle, boolean heldAfterCrash) {
    return new LaneRules(
        name,
        idle,
        MAX_WAITING,
        heldAfterCrash,
        providers.threads().watch(),
        LaneRules::isUnforeseen,
        (user, cause) -> LOG.error("A {} of {} crashed", name, settings.profile(), cause));
  }

  private Child connection(Consumer<Throwable> crash) {
    SerialLane lane = new SerialLane(workers, providers.threads().watch(), marked(crash));
    FencedStorage fenced = new FencedStorage(storage);
    AccountParts parts =
        new AccountParts(
            id,
            settings,
            providers.opener(),
            providers.messengers().accounts(fenced),
            providers.messengers().accounts(storage),
            events,
            wanted,
            endurance,
            marks,
            connectionBefore.get(),
            fenced::revoke,
            callbacks,
            workers,
            providers.threads().timer(),
            providers.clock(),
            providers.random(),
            providers.pacer());
    AccountConnection built =
        new AccountConnection(
            parts, lane, sink -> new LazyMessenger(() -> messenger(sink, lane, fenced)));
    connectionBefore = () -> built.gone().thenCombine(fenced.quiet(), (one, other) -> null);
    return built;
  }

  private Consumer<Throwable> marked(Consumer<Throwable> crash) {
    return failure -> {
      if (failure instanceof CrashingStanzaException guilty) {
        marks.crashed(guilty.stanza());
      }
      crash.accept(failure);
    };
  }

  private Messenger messenger(EventSink sink, SerialLane lane, ProfileStorage fenced) {
    return providers
        .messengers()
        .create(
            new MessengerContext(
                settings,
                fenced,
                providers.messengers().accounts(fenced),
                () -> service(Role.TABLE_OWNER, SentMessages.class),
                new LateSenders(() -> service(Role.SENDER_SUPERVISOR, Senders.class)),
                new LateCustodians(() -> service(Role.CUSTODIAN_SUPERVISOR, Custodians.class)),
                inbox,
                outbox,
                sink,
                lane,
                workers,
                providers.threads().timer(),
                providers.clock()));
  }

  private <T> T service(Role role, Class<T> type) {
    return type.cast(table.apply(role).orElseThrow().service());
  }
}
