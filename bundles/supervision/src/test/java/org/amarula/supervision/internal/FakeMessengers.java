package org.amarula.supervision.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.MessengerFactory;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;

/** Messengers that log in at once and run each send on its sender, until a test says otherwise. */
public final class FakeMessengers implements MessengerFactory {
  public final List<String> log = new CopyOnWriteArrayList<>();
  public volatile boolean storageFails;
  public volatile int stored;
  public volatile CompletionStage<SendResult> sendResult;

  /** What the server answers to a logout. */
  public volatile CompletionStage<Void> unlinked = CompletableFuture.completedFuture(null);

  /** Run while a connection is being built. */
  public volatile Runnable whenBuilding = () -> {};

  public final Map<Profile, FakeInbox> inboxes = new ConcurrentHashMap<>();
  private final Map<Profile, Accounts> accounts = new ConcurrentHashMap<>();

  @Override
  public AccountStore accounts(ProfileStorage storage) {
    whenBuilding.run();
    return accounts(storage.profile());
  }

  public Accounts accounts(Profile profile) {
    return accounts.computeIfAbsent(profile, p -> new Accounts());
  }

  @Override
  public SentMessages sentMessages(SentMessagesSettings settings) {
    return new NoSentMessages();
  }

  @Override
  public ProfileInbox inbox(InboxSettings settings) {
    FakeInbox inbox = new FakeInbox(settings.consumers());
    inboxes.put(settings.storage().profile(), inbox);
    return inbox;
  }

  @Override
  public ProfileOutbox outbox(OutboxSettings settings) {
    return new FakeOutbox(log, () -> stored);
  }

  @Override
  public Messenger create(MessengerContext context) {
    return new Fake(context);
  }

  /** Credentials in memory. */
  public final class Accounts implements AccountStore {
    public volatile Credentials stored;
    public volatile boolean unreadable;
    public volatile CompletionStage<Void> saved = CompletableFuture.completedFuture(null);

    @Override
    public Optional<Credentials> load() {
      if (unreadable) {
        throw new StorageException("The disk does not answer.");
      }
      return Optional.ofNullable(stored);
    }

    @Override
    public CompletionStage<Credentials> create() {
      log.add("create");
      SecureRandom random = new SecureRandom();
      KeyPair keys = KeyPair.generate(random);
      Credentials.SignedPreKey signed =
          new Credentials.SignedPreKey(1, keys, Bytes.wrap(new byte[64]));
      Credentials made =
          new Credentials(keys, keys, signed, 1, Bytes.wrap(new byte[32]), null, "", Bytes.EMPTY);
      return save(made).thenApply(ignored -> made);
    }

    @Override
    public CompletionStage<Void> save(Credentials credentials) {
      if (storageFails) {
        return CompletableFuture.failedFuture(new StorageException("The disk is full."));
      }
      stored = credentials;
      return saved;
    }

    @Override
    public CompletionStage<Void> savePaired(Credentials credentials) {
      return save(credentials);
    }

    @Override
    public CompletionStage<Void> wipe() {
      log.add("wipe");
      stored = null;
      return CompletableFuture.completedFuture(null);
    }
  }

  private final class Fake implements Messenger {
    private final MessengerContext context;

    Fake(MessengerContext context) {
      this.context = context;
    }

    @Override
    public CompletionStage<Void> login(NodeStream stream, Credentials credentials) {
      log.add("login");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onStanza(Node stanza) {
      if (stanza.tag().equals("poison")) {
        throw new IllegalStateException("poisoned");
      }
      log.add("stanza " + stanza.tag());
    }

    @Override
    public CompletionStage<Void> refuse(Node stanza, String problem) {
      log.add("refuse " + stanza.tag() + ": " + problem);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void offline() {
      log.add("offline");
    }

    @Override
    public void credentialsChanged(Credentials credentials) {}

    @Override
    public CompletionStage<SendResult> send(Jid to, Content content, SendOptions options) {
      CompletionStage<SendResult> result = sendResult;
      return context
          .senders()
          .run(
              to,
              () ->
                  result == null
                      ? CompletableFuture.completedFuture(
                          new SendResult.Accepted("ID", Instant.EPOCH))
                      : result);
    }

    @Override
    public CompletionStage<SendResult> sendStatus(
        Collection<Jid> audience, Content content, SendOptions options) {
      return send(Jid.STATUS, content, options);
    }

    @Override
    public CompletionStage<Boolean> approveIdentity(Jid user) {
      log.add("approve " + user);
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public Groups groups() {
      throw new UnsupportedOperationException("These accounts are in no group.");
    }

    @Override
    public Keys keys() {
      throw new UnsupportedOperationException("These accounts have no keys.");
    }

    @Override
    public CompletionStage<Void> unlink() {
      log.add("unlink");
      return unlinked;
    }

    @Override
    public void close() {
      log.add("close");
    }
  }

  private static final class NoSentMessages implements SentMessages {
    @Override
    public void remember(Batch.Builder batch, Jid chat, String id, Bytes message) {}

    @Override
    public Optional<Bytes> find(Jid chat, String id) {
      return Optional.empty();
    }

    @Override
    public boolean mayGoAgain(Jid chat, String id, Duration within) {
      return false;
    }

    @Override
    public boolean goesAgain(Batch.Builder batch, Jid chat, String id, Bytes message) {
      return false;
    }

    @Override
    public int countAnswer(String id, Jid device) {
      return 1;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public int capacity() {
      return 0;
    }

    @Override
    public Duration maxAge() {
      return Duration.ZERO;
    }

    @Override
    public List<RetryCount> answered(int most) {
      return List.of();
    }
  }
}
