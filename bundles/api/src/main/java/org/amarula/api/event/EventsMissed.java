package org.amarula.api.event;

/**
 * A consumer was not told everything: its queue was full, its call did not come back in time, or
 * the retention of messages passed.
 *
 * @param consumer the name of its subscription, or the class of an unnamed listener
 * @param count how many events are gone for it
 * @param reason {@code queue-full}, {@code held} or {@code retention}
 */
public record EventsMissed(String consumer, long count, String reason) implements Event {}
