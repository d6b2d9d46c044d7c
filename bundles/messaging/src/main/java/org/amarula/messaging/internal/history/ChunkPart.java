package org.amarula.messaging.internal.history;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;

/** What was found in a part of a chunk: small enough to be learnt in one batch. */
final class ChunkPart {
  private final Map<Jid, Jid> pairs = new LinkedHashMap<>();
  private final Map<Jid, Token> tokens = new LinkedHashMap<>();

  /**
   * A contact's token.
   *
   * @param seconds when it was given
   * @param sentSeconds when ours was given to the contact, or 0
   */
  record Token(Bytes value, long seconds, long sentSeconds) {}

  /** Adds two names of one user, when they are a number and a hidden id. */
  void addPair(Jid one, Jid other) {
    Jid pn = one.isPn() ? one : other;
    Jid lid = one.isPn() ? other : one;
    if (pn.isPn() && lid.isLid()) {
      pairs.putIfAbsent(pn, lid);
    }
  }

  /** Numbers and the hidden ids of the same users. */
  Map<Jid, Jid> pairs() {
    return pairs;
  }

  /** Tokens by contact. */
  Map<Jid, Token> tokens() {
    return tokens;
  }

  boolean isEmpty() {
    return pairs.isEmpty() && tokens.isEmpty();
  }
}
