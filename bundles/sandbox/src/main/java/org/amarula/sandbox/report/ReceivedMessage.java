package org.amarula.sandbox.report;

import java.time.Instant;

/**
 * A message that reached a simulated phone.
 *
 * @param id the message id
 * @param chat the other side's address, bare
 * @param author the device that sent it
 * @param fromMe whether a companion of this account sent it
 * @param text the text; empty when there is none or it could not be read
 * @param kind {@code text}, {@code empty}, {@code other}, or {@code undecryptable}
 * @param error why it could not be read, else empty
 * @param at when it arrived
 */
public record ReceivedMessage(
    String id,
    String chat,
    String author,
    boolean fromMe,
    String text,
    String kind,
    String error,
    Instant at) {

  /** Whether the phone could read it. */
  public boolean decrypted() {
    return error.isEmpty();
  }
}
