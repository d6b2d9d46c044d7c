package org.amarula.connection.internal.stream;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.amarula.codec.NodeCodec;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.internal.handshake.Handshakes;
import org.amarula.connection.internal.socket.Sockets;
import org.amarula.connection.internal.version.VersionSource;
import org.amarula.crypto.pairing.PairingVerifier;

/**
 * What all streams share.
 *
 * @param sockets opens sockets
 * @param http reads files
 * @param versions knows the newest web version
 * @param codec nodes to bytes and back
 * @param handshakes the Noise protocol
 * @param verifier checks a phone's signature
 * @param timer for deadlines; its tasks only post to a lane
 * @param clock the time of day
 * @param nanos a monotonic clock
 * @param random for secrets, ids and pauses
 */
public record Surroundings(
    Sockets sockets,
    HttpExchange http,
    VersionSource versions,
    NodeCodec codec,
    Handshakes handshakes,
    PairingVerifier verifier,
    ScheduledExecutorService timer,
    Clock clock,
    LongSupplier nanos,
    SecureRandom random) {}
