package org.amarula.supervision.internal.instance;

import java.time.Clock;
import java.util.function.DoubleSupplier;
import org.amarula.api.storage.Storage;
import org.amarula.connection.StreamOpener;
import org.amarula.messaging.MessengerFactory;
import org.amarula.supervision.internal.account.ConnectPacer;
import org.amarula.supervision.internal.events.Listeners;
import org.amarula.supervision.internal.lane.SharedThreads;

/**
 * What all instances share.
 *
 * @param opener opens streams
 * @param messengers makes messengers
 * @param storage keeps the profiles
 * @param listeners the consumers
 * @param threads the shared threads
 * @param clock the time
 * @param random from 0 to 1, for jitter
 * @param pacer spreads the connects of all accounts
 */
public record Providers(
    StreamOpener opener,
    MessengerFactory messengers,
    Storage storage,
    Listeners listeners,
    SharedThreads threads,
    Clock clock,
    DoubleSupplier random,
    ConnectPacer pacer) {}
