package org.amarula.api.instance;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What one account keeps for encryption, without any secret, for looking at only: it changes while
 * one looks.
 *
 * <p>Lives as long as the connection; after a crash ask the factory for the next. Thread-safe. Each
 * method reads a bounded number of rows, blocks for local I/O and throws {@link
 * org.amarula.api.StorageException} when they cannot be read.
 */
@ProviderType
public interface Keys {
  /** The most that may be asked for at once. */
  int MOST = 1000;

  /** How many devices have a record. */
  long sessionCount();

  /**
   * The sessions by user, in the order of the users' names.
   *
   * @param after where to begin: {@link Page#next} of the page before, or empty
   * @param most 1 to {@link #MOST}
   * @throws IllegalArgumentException for another number
   */
  Page<SessionStatus> sessions(String after, int most);

  /** How many users are known by both of their names. */
  long addressCount();

  /** The users that are known by both of their names; the parameters are those of the sessions. */
  Page<AddressPair> addresses(String after, int most);

  /** The keys that others begin sessions with. */
  PreKeyStatus preKeys();

  /**
   * What was asked for again, by us and of us, the latest first.
   *
   * @param most 1 to {@link #MOST}, for each of the two
   */
  RetryStatus retries(int most);
}
