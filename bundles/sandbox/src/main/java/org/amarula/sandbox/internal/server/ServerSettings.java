package org.amarula.sandbox.internal.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.sandbox.internal.login.WebVersion;

/**
 * What a chat server is made with.
 *
 * @param clock for all times it tells
 * @param random for all keys
 * @param minimumVersion the oldest client let in
 * @param timer measures its delays; null for its own
 * @param ledger the file that tells what happened to messages, if wanted
 * @param transcript the file of readable, redacted lines, if wanted
 * @param tape the file of stanzas as they are, if wanted
 */
public record ServerSettings(
    Clock clock,
    SecureRandom random,
    WebVersion minimumVersion,
    ScheduledExecutorService timer,
    Optional<Path> ledger,
    Optional<Path> transcript,
    Optional<Path> tape) {}
