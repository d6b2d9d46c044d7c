package org.amarula.messaging.internal.retry;

import java.util.List;
import org.amarula.crypto.signal.DuplicateMessageException;
import org.amarula.crypto.signal.InvalidKeyIdException;
import org.amarula.crypto.signal.InvalidMessageException;
import org.amarula.crypto.signal.InvalidSignatureException;
import org.amarula.crypto.signal.NoSenderKeyException;
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
  private static final int ADV_FAILURE = 12;

  /** The failure that an exception of the cipher is. */
  public static DecryptFailure of(SignalException error, int count) {
    return new DecryptFailure(reason(error), error.retryCode(), needsKeys(error), count);
  }

  /** The author is not who it claims to be. */
  public static DecryptFailure untrusted(int count) {
    return new DecryptFailure("untrusted-identity", ADV_FAILURE, false, count);
  }

  /** Several failures of one stanza as one: the first decides, what any needs is asked for. */
  public static DecryptFailure of(List<DecryptFailure> failures) {
    DecryptFailure first = failures.get(0);
    boolean keys = failures.stream().anyMatch(DecryptFailure::keysAtOnce);
    int count = failures.stream().mapToInt(DecryptFailure::count).max().orElse(0);
    return new DecryptFailure(first.reason(), first.code(), keys, count);
  }

  // 7.6: the author of a group message counts by message, so that a second request never comes
  private static boolean needsKeys(SignalException error) {
    return error instanceof NoSessionException || error instanceof NoSenderKeyException;
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
    if (error instanceof NoSenderKeyException) {
      return "no-sender-key";
    }
    if (error instanceof InvalidSignatureException) {
      return "bad-signature";
    }
    if (error instanceof UntrustedIdentityException) {
      return "untrusted-identity";
    }
    return error instanceof DuplicateMessageException ? "duplicate" : "invalid-key";
  }
}
