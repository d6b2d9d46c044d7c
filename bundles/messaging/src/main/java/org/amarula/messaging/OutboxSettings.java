package org.amarula.messaging;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.storage.ProfileStorage;

/**
 * What an outbox is given.
 *
 * @param storage the profile's storage
 * @param events where it tells the end of a message
 * @param workers where it reads and sends
 * @param timer for what is tried again; its tasks only post to the workers
 * @param clock the time
 */
public record OutboxSettings(
    ProfileStorage storage,
    EventSink events,
    Executor workers,
    ScheduledExecutorService timer,
    Clock clock) {}
