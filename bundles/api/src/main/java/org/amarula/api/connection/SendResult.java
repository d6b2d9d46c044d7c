package org.amarula.api.connection;

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
}
