package org.amarula.messaging.internal.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Storage;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.connection.Credentials;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.messaging.internal.MessengerComponent;
import org.amarula.messaging.internal.account.StoredAccounts;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.send.MessageStanza;
import org.amarula.messaging.internal.session.SessionTable;

/** One device of one account: a messenger with its storage, and what its consumer saw. */
public final class TestDevice implements Endpoint {
  /** The name of the subscription that is there from the start. */
  public static final String CONSUMER = "consumer";

  private final ScriptedServer server;
  private final Jid pn;
  private final Jid lid;
  private final FaultyStorage storage;
  private final ManualTimer timer = new ManualTimer();
  private final List<Event> events = new ArrayList<>();
  private final MessengerComponent factory;
  private final AccountStore accounts;
  private Credentials credentials;
  private Turns senders;
  private Messenger messenger;
  private ScriptedStream stream;
  private final List<MessageReceived> observed = new ArrayList<>();
  private final Map<String, TestConsumer> consumers = new TreeMap<>();
  private ProfileInbox inbox;
  private ProfileOutbox outbox;
  private CutStorage process;
  private ConnectionSettings settings;

  TestDevice(ScriptedServer server, Storage memory, Jid pn, Jid lid) {
    this.server = server;
    this.pn = pn;
    this.lid = lid;
    this.storage = new FaultyStorage(memory.open(Profile.of("p" + pn.user() + "-" + pn.device())));
    this.settings = ConnectionSettings.of(storage.profile().name());
    this.factory = new MessengerComponent(SignalProtocols.standard());
    this.accounts = new StoredAccounts(storage, new SecureRandom(), server.clock());
    this.credentials = server.steps().await(accounts.create());
    consumers.put(CONSUMER, new TestConsumer());
  }

  @Override
  public void paired(Bytes signedIdentity, Bytes accountKey) {
    credentials =
        credentials
            .withLink(new Credentials.Link(pn, lid, signedIdentity, accountKey, "android", ""))
            .withPushName("Name of " + pn.user());
    server.steps().await(accounts.savePaired(credentials));
  }

  /** The account is wiped and gets new keys, to be linked anew. */
  public void wipe() {
    server.steps().await(accounts.wipe());
    credentials = server.steps().await(accounts.create());
  }

  /** Starts the messenger anew, as after a crash of the process, and logs in. */
  public TestDevice start() {
    server.steps().run();
    credentials = accounts.load().orElseThrow();
    process = new CutStorage(storage);
    inbox =
        factory.inbox(
            new InboxSettings(
                process, new Consumers(process), server.steps(), timer, server.clock()));
    consumers.keySet().forEach(inbox::attach);
    outbox =
        factory.outbox(
            new OutboxSettings(
                new SlowStorage(process, server.steps()),
                events::add,
                server.steps()::executeLoose,
                timer,
                server.clock()));
    build();
    return connect();
  }

  private void build() {
    SentMessages sent =
        factory.sentMessages(
            new SentMessagesSettings(storage, server.clock(), Duration.ofDays(7), 100));
    senders = new Turns(server.steps());
    messenger =
        factory.create(
            new MessengerContext(
                settings,
                new SlowStorage(process, server.steps()),
                accounts,
                () -> sent,
                senders,
                server.custodians(),
                inbox,
                outbox,
                events::add,
                server.steps(),
                server.steps()::executeLoose,
                timer,
                server.clock()));
  }

  /** Has another setting from its next start on. */
  public TestDevice with(String key, String value) {
    settings = settings.with(key, value);
    return this;
  }

  /** Replaces the messenger alone, as after a crash of the connection, and logs in. */
  public TestDevice restartMessenger() {
    messenger.close();
    server.steps().run();
    build();
    return connect();
  }

  /** Logs in on a new stream. */
  public TestDevice connect() {
    stream = new ScriptedStream(server, this, server.steps());
    CompletionStage<Void> active = messenger.login(stream, credentials);
    server.steps().await(active);
    server.flush(this);
    server.steps().run();
    return this;
  }

  /** The stream ends. */
  public void disconnect() {
    server.steps().run();
    messenger.offline();
  }

  /** The process dies: nothing is written or heard any more. */
  public void crash() {
    process.cut();
    messenger.close();
  }

  /** The process ends in good order. */
  public void stop() {
    server.steps().run();
    messenger.close();
    inbox.close();
    outbox.close();
    server.steps().run();
    process.cut();
  }

  /** A listener of the subscription comes, now and after each restart. */
  public TestConsumer attach(String subscription) {
    TestConsumer consumer = consumers.computeIfAbsent(subscription, name -> new TestConsumer());
    inbox.attach(subscription);
    return consumer;
  }

  /** The listener goes; its subscription stays. */
  public void detach(String subscription) {
    consumers.remove(subscription);
    inbox.detach(subscription);
  }

  /** The listener that is there from the start. */
  public TestConsumer consumer() {
    return consumers.get(CONSUMER);
  }

  /** The inbox. */
  public ProfileInbox inbox() {
    return inbox;
  }

  /** The outbox. */
  public ProfileOutbox outbox() {
    return outbox;
  }

  /** The messages that observers saw. */
  public List<MessageReceived> observed() {
    return observed;
  }

  /** Those whom the inbox of one process tells. */
  private final class Consumers implements InboxConsumers {
    private final CutStorage process;

    Consumers(CutStorage process) {
      this.process = process;
    }

    @Override
    public void deliver(Event event) {
      events.add(event);
    }

    @Override
    public void observe(MessageReceived message) {
      if (!process.isCut()) {
        observed.add(message);
      }
    }

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      TestConsumer consumer = consumers.get(subscription);
      server
          .steps()
          .execute(
              () -> {
                Optional<MessageReceived> next = message.get();
                if (process.isCut() || consumer != consumers.get(subscription)) {
                  return; // nobody is there any more
                }
                if (next.isEmpty()) {
                  done.complete(null);
                  return;
                }
                if (subscription.equals(CONSUMER)) {
                  events.add(next.get());
                }
                consumer.take(next.get(), done);
              });
      return done;
    }
  }

  /** Whether the consumer confirms what it gets from now on. */
  public void confirms(boolean on) {
    consumer().confirms(on);
  }

  /** All sends that wait or run fail, as when their senders crash; what runs goes on unseen. */
  public void crashSenders() {
    senders.crash();
  }

  /** The consumer fails on the next message. */
  public void failsNext() {
    consumer().failNext(1);
  }

  /** Sends a text and waits for the outcome. */
  public SendResult send(Jid to, String text) {
    return send(to, new Text(text));
  }

  /** Sends content and waits for the outcome. */
  public SendResult send(Jid to, Content content) {
    return server.steps().await(messenger.send(to, content));
  }

  /** Sends bytes that no messenger would send, encrypted as they should be. */
  public void sendRaw(TestDevice to, String id, byte[] message) {
    sendRaw(to, id, message, to.lid());
  }

  /** The same in a stanza of a group. */
  public void sendRawInGroup(TestDevice to, String id, byte[] message, Jid group) {
    server.queue(
        to.lid(),
        Node.builder("message")
            .attribute("id", id)
            .attribute("from", group)
            .attribute("participant", lid)
            .attribute("t", "1700000000")
            .child(encrypted(to, message))
            .build());
  }

  /** The same to an own device, as a copy of what went to {@code chat}. */
  public void sendRaw(TestDevice to, String id, byte[] message, Jid chat) {
    NodeBuilder stanza =
        Node.builder("message")
            .attribute("id", id)
            .attribute("from", lid)
            .attribute("t", "1700000000");
    if (to.lid().user().equals(lid.user())) {
      stanza.attribute("recipient", chat);
    }
    server.queue(to.lid(), stanza.child(encrypted(to, message)).build());
  }

  private Node encrypted(TestDevice to, byte[] message) {
    server.steps().run();
    SessionTable sessions = new SessionTable(storage);
    LocalIdentity local = new LocalIdentity(credentials.identity(), credentials.registrationId());
    try {
      Encrypted encrypted =
          SignalProtocols.standard()
              .sessions(local)
              .encrypt(sessions.load(to.lid()), MessagePadding.pad(message, 7));
      Batch.Builder batch = Batch.builder();
      sessions.put(batch, to.lid(), encrypted.record());
      server.steps().await(storage.commit(batch.build()));
      Shape plain = new Shape("text", "", "", false);
      return MessageStanza.enc(encrypted.type().text(), encrypted.bytes(), plain).build();
    } catch (NoSessionException e) {
      throw new AssertionError(e);
    }
  }

  /** The texts that the consumer saw, in order, each redelivery with a mark. */
  public List<String> texts() {
    return received().stream().map(TestConsumer::text).toList();
  }

  /** The messages that the consumer saw. */
  public List<MessageReceived> received() {
    return events(MessageReceived.class);
  }

  /** The events of one kind. */
  public <T extends Event> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void arrive(Node stanza) {
    server.steps().execute(() -> messenger.onStanza(stanza));
  }

  @Override
  public Jid pn() {
    return pn;
  }

  @Override
  public Jid lid() {
    return lid;
  }

  /** Its messenger. */
  public Messenger messenger() {
    return messenger;
  }

  /** Its present stream. */
  public ScriptedStream stream() {
    return stream;
  }

  /** Its storage. */
  public FaultyStorage storage() {
    return storage;
  }

  /** Its timer. */
  public ManualTimer timer() {
    return timer;
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }
}
