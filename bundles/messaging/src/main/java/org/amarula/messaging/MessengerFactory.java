package org.amarula.messaging;

/** Makes messengers. A stateless singleton service. */
public interface MessengerFactory {
  /** The stored account of a profile: its credentials and what hangs on them. */
  AccountStore accounts(org.amarula.api.storage.ProfileStorage storage);

  /** A table of sent messages on a profile's storage, to be owned by the table-owner child. */
  SentMessages sentMessages(SentMessagesSettings settings);

  /**
   * The inbox of a profile, to be owned by its instance. Reads the store.
   *
   * @throws org.amarula.api.StorageException when it cannot be read
   */
  ProfileInbox inbox(InboxSettings settings);

  /**
   * The outbox of a profile, to be owned by its instance. Reads the store.
   *
   * @throws org.amarula.api.StorageException when it cannot be read
   */
  ProfileOutbox outbox(OutboxSettings settings);

  /** A messenger; nothing happens before {@link Messenger#login}. */
  Messenger create(MessengerContext context);
}
