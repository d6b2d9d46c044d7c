package org.amarula.api.send;

import java.time.Instant;

/** What became of a message that was written to the server. */
public sealed interface SendResult {
  /** The message's id. */
  String id();

  /** The server has it. That does not mean delivered or read. */
  record Accepted(String id, Instant at) implements SendResult {}

  /** The server refused it; sending the same again is of no use. */
  record Rejected(String id, int code, String reason) implements SendResult {}

  /** It was written but no acknowledgement came: it may have been delivered. */
  record OutcomeUnknown(String id) implements SendResult {}

  /**
   * It is in the outbox, on disk, and the server has not answered yet: because that was all that
   * was asked for, or because the instance has ended meanwhile. It is sent when the account is
   * online, in this process or a later one, and its end is told by an event.
   */
  record Stored(String id) implements SendResult {}
}
