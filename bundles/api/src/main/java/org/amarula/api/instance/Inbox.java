package org.amarula.api.instance;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.MessageReceived;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What one profile received and its durable subscriptions have not confirmed. A subscription is
 * known from the first registration of a listener of its name while the profile runs; from then on
 * messages wait for it, whether a listener is there or not, for 14 days or until it unsubscribes.
 * They wait through a logout too: when another number is linked afterwards, they are parked.
 *
 * <p>Lives as long as the instance. Thread-safe; the methods that answer at once read the store and
 * throw {@link org.amarula.api.StorageException} when it cannot be read.
 */
@ProviderType
public interface Inbox {
  /** The durable subscriptions that are known, by name. */
  List<SubscriptionStatus> subscriptions();

  /**
   * Forgets a subscription and everything that waits for it, what it has parked included. Completes
   * when that is durable, with false when the name is not known. A listener of this name that is
   * still there, or that comes later, begins anew with what arrives from then on.
   */
  CompletionStage<Boolean> unsubscribe(String name);

  /** What was put aside for a subscription, oldest first, at most 1000 messages. */
  List<MessageReceived> parked(String name);

  /**
   * Has what is parked for a subscription given to it again. Completes with how many they are when
   * that is durable.
   */
  CompletionStage<Integer> replayParked(String name);

  /** The stanzas that were put aside, oldest first. */
  List<ParkedStanza> parkedStanzas();
}
