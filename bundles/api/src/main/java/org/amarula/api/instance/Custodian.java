package org.amarula.api.instance;

import java.time.Instant;

/**
 * The custodian of one remote user, as of the moment when it was asked for.
 *
 * @param user whose records it keeps, redacted
 * @param since when it was started
 * @param pending how many operations wait or run
 */
public record Custodian(String user, Instant since, int pending) {}
