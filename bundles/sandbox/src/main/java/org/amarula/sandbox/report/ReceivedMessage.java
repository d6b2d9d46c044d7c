package org.amarula.sandbox.report;

import java.time.Instant;
import java.util.List;

/**
 * A message that reached a simulated phone.
 *
 * @param id the message id
 * @param chat the other side's address, bare
 * @param author the device that sent it
 * @param fromMe whether a companion of this account sent it
 * @param text the text, a caption, an edit's new one, a reaction's emoji; empty when there is none
 *     or it could not be read
 * @param kind {@code text}, {@code reaction}, {@code edit}, {@code revoke}, a kind of media such as
 *     {@code image} or {@code voice}, {@code poll}, {@code vote}, {@code location}, {@code
 *     contact}, {@code empty}, {@code other}, or {@code undecryptable}
 * @param target the id of the message that it is about: reacted to, edited, revoked, or answered by
 *     a text; else empty
 * @param mentions the addresses that a text mentions
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
    String target,
    List<String> mentions,
    String error,
    Instant at) {
  /** Keeps a copy of the mentions. */
  public ReceivedMessage {
    mentions = List.copyOf(mentions);
  }

  /** Whether the phone could read it. */
  public boolean decrypted() {
    return error.isEmpty();
  }
}
