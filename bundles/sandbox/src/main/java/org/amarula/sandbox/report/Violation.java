package org.amarula.sandbox.report;

import java.time.Instant;

/**
 * Something a client sent that the real server would refuse.
 *
 * @param at when
 * @param account the account's phone number in digits, empty before pairing
 * @param device the device, 0 before pairing
 * @param rule the broken rule, a short stable name such as {@code own-device-addressed}
 * @param detail a sentence without secrets
 */
public record Violation(Instant at, String account, int device, String rule, String detail) {}
