package org.amarula.messaging.internal.send;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.async.Stages;

/** What the server's acknowledgement of a message means, spec/features.md 10.1. */
final class Acks {
  static final int NOT_AUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int STALE_ADDRESSING = 421;
  static final int NEEDS_TOKEN = 463;
  static final int STALE_DEVICES = 479;

  private final Clock clock;

  Acks(Clock clock) {
    this.clock = clock;
  }

  /** The code of a refusal, 0 when the message was taken. */
  static int code(Node ack) {
    return ack.attribute("error").isPresent() ? (int) ack.numberAttribute("error").orElse(-1) : 0;
  }

  /** Whether the server knows other devices than those with the hash {@code phash}. */
  static boolean tellsOtherDevices(Node ack, String phash) {
    return ack.attribute("phash").filter(hash -> !hash.equals(phash)).isPresent();
  }

  SendResult result(String id, Node ack) {
    int code = code(ack);
    return code == 0
        ? new SendResult.Accepted(id, at(ack))
        : new SendResult.Rejected(id, code, reason(code));
  }

  /** No acknowledgement came: written all the same, or not sent at all. */
  static CompletionStage<SendResult> missing(String id, Throwable error) {
    return Stages.cause(error) instanceof ResponseTimeoutException
        ? Stages.of(new SendResult.OutcomeUnknown(id))
        : Stages.failed(Stages.cause(error));
  }

  private Instant at(Node ack) {
    long seconds = ack.numberAttribute("t").orElse(0);
    return seconds > 0 && seconds < 1L << 40 ? Instant.ofEpochSecond(seconds) : clock.instant();
  }

  private static String reason(int code) {
    return switch (code) {
      case NOT_AUTHORIZED, FORBIDDEN -> "the account may not write to this group";
      case 404 -> "there is no such recipient";
      case STALE_ADDRESSING -> "the group names its participants in another way";
      case NEEDS_TOKEN ->
          "the contact's privacy setting or a restriction of the account forbids it";
      case STALE_DEVICES -> "the message was malformed or its list of devices out of date";
      default -> "the server gives no reason";
    };
  }
}
