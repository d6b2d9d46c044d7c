package org.amarula.benchmarks.fanout;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Storage;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.PairingResult;
import org.amarula.crypto.pairing.PairingVerifier;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.MessengerFactory;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.Senders;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.supervision.internal.lane.KeyedLanes;
import org.amarula.supervision.internal.lane.SerialLane;

/** A messenger that is logged in, on the lanes and the worker threads that supervision gives it. */
final class Account implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int PENDING = 10_000;
  private static final int WAIT_SECONDS = 120;
  private static final Jid OWN = Jid.of("600000000001", 1, Jid.LID);
  private static final String TEXT = "x".repeat(200);

  private final ExecutorService workers;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountingStorage storage;
  private final Peers peers;
  private final ServerStream stream;
  private final SerialLane lane;
  private final Messenger messenger;
  private final ProfileInbox inbox;
  private final ProfileOutbox outbox;
  private final Credentials credentials;

  /** A new account; {@code handler} is its durable listener. */
  Account(
      Storage storages, String name, int threads, Peers peers, Consumer<MessageReceived> handler)
      throws Exception {
    this.workers = Executors.newFixedThreadPool(threads);
    this.storage = new CountingStorage(storages.open(Profile.of(name)));
    this.peers = peers;
    this.lane = new SerialLane(workers, Throwable::printStackTrace);
    this.stream = new ServerStream(OWN, peers, lane);
    MessengerFactory factory = Messengers.create();
    AccountStore accounts = factory.accounts(storage);
    this.credentials = paired(accounts);
    Clock clock = Clock.systemUTC();
    SentMessages sent =
        factory.sentMessages(new SentMessagesSettings(storage, clock, Duration.ofDays(7), 1000));
    this.inbox =
        factory.inbox(new InboxSettings(storage, new Handler(handler), workers, timer, clock));
    inbox.attach("benchmark");
    this.outbox = factory.outbox(new OutboxSettings(storage, event -> {}, workers, timer, clock));
    this.messenger =
        factory.create(
            new MessengerContext(
                ConnectionSettings.of(name),
                storage,
                accounts,
                () -> sent,
                new Lanes(workers, clock),
                new Lanes(workers, clock),
                inbox,
                outbox,
                event -> {},
                lane,
                workers,
                timer,
                clock));
    await(login());
  }

  private CompletionStage<Void> login() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lane.execute(
        () ->
            messenger
                .login(stream, credentials)
                .whenComplete(
                    (none, error) -> {
                      if (error == null) {
                        done.complete(null);
                      } else {
                        done.completeExceptionally(error);
                      }
                    }));
    return done;
  }

  private static Credentials paired(AccountStore accounts) throws Exception {
    Credentials fresh = await(accounts.create());
    SecureRandom random = new SecureRandom();
    KeyPair account = KeyPair.generate(random);
    byte[] secret = fresh.advSecret().toArray();
    byte[] container =
        new DeviceIdentitySigner(account, random)
            .container(
                new DeviceIdentity(1, Instant.now().getEpochSecond(), 1, false, false),
                fresh.identity().publicKey(),
                secret);
    PairingResult result = new PairingVerifier(random).verify(secret, fresh.identity(), container);
    Credentials paired =
        fresh.withLink(
            new Credentials.Link(
                Jid.of("15550001", 1, Jid.PN),
                OWN,
                Bytes.wrap(result.signedIdentity()),
                Bytes.wrap(account.publicKey()),
                "android",
                ""));
    await(accounts.savePaired(paired));
    return paired;
  }

  /** Sessions with these, which have answered; their ends. */
  List<Peers.Author> establish(List<Jid> users) throws Exception {
    Batch.Builder batch = Batch.builder();
    SessionTable table = new SessionTable(storage);
    List<Peers.Author> authors = peers.establish(credentials, table, batch, users);
    await(storage.commit(batch.build()));
    return authors;
  }

  /** A group, known to the server and, if it is to be, to us. */
  Jid group(int number, List<Jid> members, boolean known) throws Exception {
    Jid group = Jid.of("12036300000000" + number, Jid.GROUP);
    stream.group(group, members);
    if (known) {
      await(messenger.groups().metadata(group));
    }
    return group;
  }

  /** Sends a text of 200 characters; how long that took. */
  long send(Jid to) throws Exception {
    long begin = System.nanoTime();
    SendResult result = await(messenger.send(to, new Text(TEXT)));
    long took = System.nanoTime() - begin;
    if (!(result instanceof SendResult.Accepted)) {
      throw new IllegalStateException("The message was not accepted: " + result);
    }
    return took;
  }

  CountingStorage storage() {
    return storage;
  }

  ServerStream stream() {
    return stream;
  }

  /** The account's own lane, as the stream's. */
  Executor lane() {
    return lane;
  }

  Messenger messenger() {
    return messenger;
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    messenger.close();
    outbox.close();
    inbox.close();
    storage.close();
    timer.shutdownNow();
    workers.shutdown();
  }

  /** The lanes of supervision, without its crashes. */
  private record Lanes(KeyedLanes<Jid> lanes) implements Senders, Custodians {
    Lanes(Executor pool, Clock clock) {
      this(new KeyedLanes<>(pool, clock, IDLE, PENDING));
    }

    @Override
    public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
      return lanes.run(user, operation);
    }

    @Override
    public <T> CompletionStage<T> runAll(
        Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
      return lanes.runAll(users, operation);
    }
  }

  /** Confirms each message once its handler has returned. */
  private record Handler(Consumer<MessageReceived> handler) implements InboxConsumers {
    @Override
    public void deliver(Event event) {}

    @Override
    public void observe(MessageReceived message) {}

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      message.get().ifPresent(handler);
      return CompletableFuture.completedFuture(null);
    }
  }
}
