package org.amarula.api.instance;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable messages of one profile that the server has not acknowledged yet, see {@link
 * org.amarula.api.connection.SendOptions#durable()}. It holds at most {@link #capacity()} messages,
 * those that are parked included, and 16 MiB of them; a message waits for at most 14 days.
 *
 * <p>It is a part of the profile, not of the account: it is kept when the account is unlinked, and
 * goes on when the same account is linked again. What was accepted for another account is parked.
 *
 * <p>Lives as long as the instance. Thread-safe; the stages fail with {@link
 * org.amarula.api.StorageException} when nothing could be changed.
 */
@ProviderType
public interface Outbox {
  /** How many messages wait or are being sent. */
  int waiting();

  /** How many are parked. */
  int parked();

  /** How many it holds at most. */
  int capacity();

  /** How many bytes its messages take in the store. */
  long bytes();

  /** What it holds, in the order in which it was accepted, at most 1000 of it. */
  List<OutboxEntry> entries();

  /**
   * Takes a message out. Completes with true when that is durable: it is not written any more, but
   * a try before may have reached the server. A try that runs is waited for; when it is answered,
   * or when there is no such message, it completes with false.
   */
  CompletionStage<Boolean> cancel(String id);

  /**
   * Puts a parked message behind those that wait for the same person or group, under its old id, to
   * be sent by whichever account is linked. Completes when that is durable, with false when no such
   * message is parked.
   */
  CompletionStage<Boolean> retry(String id);

  /** The same for all that are parked; completes with how many they are. */
  CompletionStage<Integer> retryParked();
}
