package org.amarula.supervision.internal.account;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.connection.StreamOpener;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.EventSink;
import org.amarula.supervision.internal.callback.Callbacks;

/**
 * What the connection child is made of.
 *
 * @param instanceId its instance
 * @param settings the account's settings
 * @param opener opens streams
 * @param accounts the stored credentials, for the account's lane
 * @param reader the same, for threads that only want to know them
 * @param events where events go
 * @param wanted whether the account is to be online
 * @param endurance how often this child has crashed lately
 * @param marks which stanzas crashed it
 * @param before completes when the child before this one has no socket and writes nothing more
 * @param revokeStorage takes the right to write away from this child
 * @param callbacks where public stages complete
 * @param workers for what comes late
 * @param timer for retries; posts to the lane only
 * @param clock the time
 * @param random from 0 to 1, for the jitter
 * @param pacer spreads the connects of all accounts
 */
public record AccountParts(
    InstanceId instanceId,
    ConnectionSettings settings,
    StreamOpener opener,
    AccountStore accounts,
    AccountStore reader,
    EventSink events,
    Wanted wanted,
    Endurance endurance,
    CrashMarks marks,
    CompletionStage<Void> before,
    Runnable revokeStorage,
    Callbacks callbacks,
    Executor workers,
    ScheduledExecutorService timer,
    Clock clock,
    DoubleSupplier random,
    ConnectPacer pacer) {}
