package org.amarula.messaging;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.storage.ProfileStorage;

/**
 * What an inbox is given.
 *
 * @param storage the profile's storage
 * @param consumers whom it tells
 * @param workers where it reads and sorts
 * @param timer for what is tried again; its tasks only post to the workers
 * @param clock the time
 */
public record InboxSettings(
    ProfileStorage storage,
    InboxConsumers consumers,
    Executor workers,
    ScheduledExecutorService timer,
    Clock clock) {}
