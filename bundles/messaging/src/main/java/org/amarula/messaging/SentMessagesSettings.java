package org.amarula.messaging;

import java.time.Clock;
import java.time.Duration;
import org.amarula.api.storage.ProfileStorage;

/**
 * What the table of sent messages needs.
 *
 * @param storage where it is kept
 * @param clock the time
 * @param maxAge how long a message is kept
 * @param maxEntries how many are kept
 */
public record SentMessagesSettings(
    ProfileStorage storage, Clock clock, Duration maxAge, int maxEntries) {}
