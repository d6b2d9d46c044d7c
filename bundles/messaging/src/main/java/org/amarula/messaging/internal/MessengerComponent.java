package org.amarula.messaging.internal;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.SignalProtocol;
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
import org.amarula.messaging.internal.account.StoredAccounts;
import org.amarula.messaging.internal.async.Gate;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.outbox.StoredOutbox;
import org.amarula.messaging.internal.receive.Rows;
import org.amarula.messaging.internal.retry.SentMessageTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes messengers; what they share is a random generator and the memory for files. */
@Component
public final class MessengerComponent implements MessengerFactory {
  /** How many files of all accounts together are held in memory. */
  private static final int FILES = 4;

  private final SignalProtocol signal;
  private final SecureRandom random;
  private final Gate files = new Gate(FILES);

  /** Called by the component runtime, and by whoever does without it. */
  @Activate
  public MessengerComponent(@Reference SignalProtocol signal) {
    this(signal, new SecureRandom());
  }

  /** With a given source of chance, so that tests can repeat a run. */
  public MessengerComponent(SignalProtocol signal, SecureRandom random) {
    this.signal = signal;
    this.random = random;
  }

  @Override
  public AccountStore accounts(ProfileStorage storage) {
    return new StoredAccounts(storage, random, Clock.systemUTC());
  }

  @Override
  public SentMessages sentMessages(SentMessagesSettings settings) {
    return new SentMessageTable(settings);
  }

  @Override
  public ProfileInbox inbox(InboxSettings settings) {
    return new StoredInbox(settings, Rows::event);
  }

  @Override
  public ProfileOutbox outbox(OutboxSettings settings) {
    return new StoredOutbox(settings, random);
  }

  @Override
  public Messenger create(MessengerContext context) {
    if (!(context.inbox() instanceof StoredInbox inbox)) {
      throw new IllegalArgumentException("The inbox is not one of this factory's.");
    }
    if (!(context.outbox() instanceof StoredOutbox outbox)) {
      throw new IllegalArgumentException("The outbox is not one of this factory's.");
    }
    return new AccountMessenger(context, inbox, outbox, signal, random, files);
  }
}
