package org.amarula.sandbox.report;

import java.time.Instant;

/**
 * A chat state that reached a simulated phone.
 *
 * @param chat the other side's address, or a group's
 * @param author who writes or speaks
 * @param state {@code composing}, {@code recording} or {@code paused}
 * @param at when it arrived
 */
public record ReceivedChatState(String chat, String author, String state, Instant at) {}
