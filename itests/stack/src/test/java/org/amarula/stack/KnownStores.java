package org.amarula.stack;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.connection.Credentials;
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

/** The real messengers, whose stored credentials a test can look at, and whose disk can be full. */
final class KnownStores implements MessengerFactory {
  private final MessengerFactory real;
  private final Map<Profile, AccountStore> stores = new ConcurrentHashMap<>();
  volatile boolean full;

  KnownStores(MessengerFactory real) {
    this.real = real;
  }

  /** What is stored at this moment. */
  Optional<Credentials> stored(Profile profile) {
    return stores.get(profile).load();
  }

  @Override
  public AccountStore accounts(ProfileStorage storage) {
    AccountStore store = real.accounts(storage);
    stores.put(storage.profile(), store);
    return new AccountStore() {
      @Override
      public Optional<Credentials> load() {
        return store.load();
      }

      @Override
      public CompletionStage<Credentials> create() {
        return full
            ? CompletableFuture.failedFuture(new StorageException("The disk is full."))
            : store.create();
      }

      @Override
      public CompletionStage<Void> save(Credentials credentials) {
        return store.save(credentials);
      }

      @Override
      public CompletionStage<Void> savePaired(Credentials credentials) {
        return full
            ? CompletableFuture.failedFuture(new StorageException("The disk is full."))
            : store.savePaired(credentials);
      }

      @Override
      public CompletionStage<Void> wipe() {
        return store.wipe();
      }
    };
  }

  @Override
  public SentMessages sentMessages(SentMessagesSettings settings) {
    return real.sentMessages(settings);
  }

  @Override
  public ProfileInbox inbox(InboxSettings settings) {
    return real.inbox(settings);
  }

  @Override
  public ProfileOutbox outbox(OutboxSettings settings) {
    return real.outbox(settings);
  }

  @Override
  public Messenger create(MessengerContext context) {
    return real.create(context);
  }
}
