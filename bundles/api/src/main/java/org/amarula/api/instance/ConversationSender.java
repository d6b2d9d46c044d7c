package org.amarula.api.instance;

import java.time.Instant;

/**
 * The sender of one recipient, as of the moment when it was asked for.
 *
 * @param recipient whom it sends to, redacted
 * @param since when it was started
 * @param pending how many sends wait or run
 */
public record ConversationSender(String recipient, Instant since, int pending) {}
