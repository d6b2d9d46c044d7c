package org.amarula.messaging;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.connection.Credentials;

/** The credentials of one profile in its storage. Thread-safe; reads block for local I/O. */
public interface AccountStore {
  /**
   * The stored credentials, or nothing when the profile is new.
   *
   * @throws org.amarula.api.StorageException when they are there but cannot be read: never taken
   *     for a new profile
   */
  Optional<Credentials> load();

  /** Fresh random credentials, made durable. */
  CompletionStage<Credentials> create();

  /** Makes changed credentials durable. */
  CompletionStage<Void> save(Credentials credentials);

  /**
   * Makes a new link durable, in one batch with the phone's Signal identity and the mapping of our
   * two addresses (spec/transport.md 7.4 step 5).
   */
  CompletionStage<Void> savePaired(Credentials credentials);

  /**
   * Removes everything of the account, keeping one backup copy of the credentials aside for
   * diagnosis (spec/transport.md 6.6).
   */
  CompletionStage<Void> wipe();
}
