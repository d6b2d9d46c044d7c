package org.amarula.api.event;

/**
 * A chunk of history is given up; the account goes on without it. It was tried again before, and
 * the phone was asked for it again, where that could help.
 *
 * @param kind what it is of
 * @param chunk its number among those of its kind
 * @param reason {@code gone}, {@code unreachable}, {@code no_address}, {@code damaged}, {@code
 *     compression}, {@code truncated}, {@code too_long}, {@code format} or {@code unexpected}
 */
public record HistoryLost(HistoryKind kind, int chunk, String reason) implements Event {}
