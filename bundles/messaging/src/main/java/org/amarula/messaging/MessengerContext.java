package org.amarula.messaging;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.storage.ProfileStorage;

/**
 * What a messenger is given.
 *
 * @param settings the account's settings
 * @param storage the profile's storage
 * @param accounts its credentials
 * @param sentMessages late-bound: the live table of sent messages
 * @param senders one lane per recipient
 * @param custodians one custodian per remote user
 * @param inbox the profile's inbox, of the same factory
 * @param outbox the profile's outbox, of the same factory
 * @param events where events go
 * @param lane the account's own serial executor, the same as the stream's
 * @param workers the shared pool for computations
 * @param timer for deadlines; its tasks only post to a lane
 * @param clock the time
 */
public record MessengerContext(
    ConnectionSettings settings,
    ProfileStorage storage,
    AccountStore accounts,
    Supplier<SentMessages> sentMessages,
    Senders senders,
    Custodians custodians,
    ProfileInbox inbox,
    ProfileOutbox outbox,
    EventSink events,
    Executor lane,
    Executor workers,
    ScheduledExecutorService timer,
    Clock clock) {
  /** The same context with another way for events. */
  public MessengerContext withEvents(EventSink other) {
    return new MessengerContext(
        settings,
        storage,
        accounts,
        sentMessages,
        senders,
        custodians,
        inbox,
        outbox,
        other,
        lane,
        workers,
        timer,
        clock);
  }

  /** The same context with another way to the storage. */
  public MessengerContext withStorage(ProfileStorage other) {
    return new MessengerContext(
        settings,
        other,
        accounts,
        sentMessages,
        senders,
        custodians,
        inbox,
        outbox,
        events,
        lane,
        workers,
        timer,
        clock);
  }
}
