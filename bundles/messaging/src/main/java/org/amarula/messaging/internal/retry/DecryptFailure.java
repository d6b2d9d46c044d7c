package org.amarula.messaging.internal.retry;

import org.amarula.crypto.signal.DuplicateMessageException;
import org.amarula.crypto.signal.InvalidKeyIdException;
import org.amarula.crypto.signal.InvalidMessageException;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SignalException;
import org.amarula.crypto.signal.UntrustedIdentityException;

/**
 * Why a message could not be decrypted.
 *
 * @param reason a short name
 * @param code the code in the retry receipt, spec/signal.md 7.6
 * @param keysAtOnce whether the sender needs our keys to send it again
 * @param count how often the sender has tried already
 */
public record DecryptFailure(String reason, int code, boolean keysAtOnce, int count) {
  /** The failure that an exception of the cipher is. */
  public static DecryptFailure of(SignalException error, int count) {
    return new DecryptFailure(
        reason(error), error.retryCode(), error instanceof NoSessionException, count);
  }

  /** A group message whose sender key never came. */
  public static DecryptFailure noSenderKey(int count) {
    return new DecryptFailure("no-sender-key", 1, true, count);
  }

  private static String reason(SignalException error) {
    if (error instanceof InvalidMessageException invalid) {
      return invalid.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
    if (error instanceof InvalidKeyIdException invalid) {
      return invalid.kind() == InvalidKeyIdException.Kind.PRE_KEY
          ? "invalid-prekey-id"
          : "missing-signed-prekey";
    }
    if (error instanceof NoSessionException) {
      return "no-session";
    }
    if (error instanceof UntrustedIdentityException) {
      return "untrusted-identity";
    }
    return error instanceof DuplicateMessageException ? "duplicate" : "invalid-key";
  }
}
