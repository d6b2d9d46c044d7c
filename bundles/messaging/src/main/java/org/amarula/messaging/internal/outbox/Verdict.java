package org.amarula.messaging.internal.outbox;

import org.amarula.api.AmarulaException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.OverloadedException;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.StorageException;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.send.IdentityNotApprovedException;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.async.Stages;

/**
 * What the end of a try means.
 *
 * @param kind what to do
 * @param problem one sentence, when the message is tried again
 */
record Verdict(Kind kind, String problem) {
  /** What to do. */
  enum Kind {
    /** The server has answered: it is over. */
    SETTLED,
    /** Tried again after a while, and counted. */
    AGAIN,
    /** It cannot be sent: put aside at once. */
    HOPELESS,
    /** Not the message's fault: tried again, not counted. */
    LATER,
    /** The login is over: tried again at the next, not counted. */
    WHEN_ONLINE
  }

  static Verdict of(SendResult result, Throwable error) {
    if (error != null) {
      return of(Stages.cause(error));
    }
    if (result instanceof SendResult.Rejected rejected && passes(rejected.code())) {
      return new Verdict(Kind.AGAIN, "The server answered " + rejected.code() + ".");
    }
    if (result instanceof SendResult.OutcomeUnknown) {
      return new Verdict(Kind.AGAIN, "It was written, and no acknowledgement came.");
    }
    return new Verdict(Kind.SETTLED, "");
  }

  // spec/features.md 10.1: rate limits and troubles of the server are tried again, with the same id
  private static boolean passes(int code) {
    return code == 429 || code == 500 || code == 503;
  }

  private static Verdict of(Throwable error) {
    if (error instanceof NotConnectedException || error instanceof StaleConnectionException) {
      return new Verdict(Kind.WHEN_ONLINE, "");
    }
    if (error instanceof StorageException || error instanceof OverloadedException) {
      return new Verdict(Kind.LATER, error.getMessage());
    }
    if (error instanceof UnsendableException || error instanceof IdentityNotApprovedException) {
      return new Verdict(Kind.HOPELESS, error.getMessage());
    }
    boolean ours = error instanceof AmarulaException;
    return new Verdict(
        Kind.AGAIN,
        ours ? error.getMessage() : "An unexpected " + error.getClass().getSimpleName());
  }
}
