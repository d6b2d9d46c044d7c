package org.amarula.crypto.signal;

import org.amarula.crypto.kdf.Hmac;

/**
 * A symmetric-key ratchet: the next index, its chain key, and the seeds of indexes passed over.
 * Sessions and sender keys step it alike (spec signal.md 1.3). Immutable.
 */
final class KeyChain {
  static final int KEY_LENGTH = 32;

  /** Spec 3.4: how far one message may be ahead. */
  static final int MAX_JUMP = 2000;

  private static final byte[] SEED = {1};
  private static final byte[] NEXT = {2};
  private static final int LAST = -1;

  private final int index;
  private final byte[] key;
  private final SkippedKeys skipped;

  KeyChain(int index, byte[] key, SkippedKeys skipped) {
    this.index = index;
    this.key = key;
    this.skipped = skipped;
  }

  static KeyChain start(byte[] key) {
    return new KeyChain(0, key, SkippedKeys.NONE);
  }

  int index() {
    return index;
  }

  byte[] key() {
    return key;
  }

  SkippedKeys skipped() {
    return skipped;
  }

  /** The seed of the message at {@link #index()}. */
  byte[] seed() {
    return Hmac.sha256(key, SEED);
  }

  /** Whether all 2^32 - 1 indexes are used up. */
  boolean exhausted() {
    return index == LAST;
  }

  KeyChain advanced() {
    return new KeyChain(index + 1, Hmac.sha256(key, NEXT), skipped);
  }

  /** This chain at a later point that was announced; what was passed over before stays readable. */
  KeyChain movedTo(KeyChain later) {
    return new KeyChain(later.index, later.key, skipped);
  }

  /** Finds the seed of {@code counter} and the chain that remains, spec 3.4. */
  Taken take(int counter) throws DuplicateMessageException, InvalidMessageException {
    long distance = Integer.toUnsignedLong(counter) - Integer.toUnsignedLong(index);
    if (distance < 0) {
      int position = skipped.find(counter);
      if (position < 0) {
        throw new DuplicateMessageException(
            "Counter " + Integer.toUnsignedString(counter) + " was used before");
      }
      KeyChain rest = new KeyChain(index, key, skipped.without(position));
      return new Taken(skipped.seed(position), rest);
    }
    if (distance > MAX_JUMP || counter == LAST) {
      throw new InvalidMessageException(
          InvalidMessageException.Kind.FUTURE_LIMIT,
          "Message is " + distance + " ahead of chain index " + Integer.toUnsignedString(index));
    }
    byte[][] passed = new byte[(int) distance][];
    byte[] chainKey = key;
    for (int i = 0; i < passed.length; i++) {
      passed[i] = Hmac.sha256(chainKey, SEED);
      chainKey = Hmac.sha256(chainKey, NEXT);
    }
    byte[] seed = Hmac.sha256(chainKey, SEED);
    byte[] next = Hmac.sha256(chainKey, NEXT);
    return new Taken(seed, new KeyChain(counter + 1, next, skipped.with(index, passed)));
  }

  /** A message seed and the chain after it was taken. */
  record Taken(byte[] seed, KeyChain rest) {}
}
