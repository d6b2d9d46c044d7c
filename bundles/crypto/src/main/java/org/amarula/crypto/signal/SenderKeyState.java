package org.amarula.crypto.signal;

import org.amarula.crypto.curve.KeyPair;

/**
 * One sender key, spec signal.md 4: the chain's index is the iteration. Immutable.
 *
 * @param signing our own pair, kept so that its Edwards form is computed once; null for a peer's
 */
record SenderKeyState(int id, KeyChain chain, byte[] signingKey, KeyPair signing) {
  static SenderKeyState own(int id, byte[] chainKey, KeyPair signing) {
    return new SenderKeyState(id, KeyChain.start(chainKey), signing.signalPublicKey(), signing);
  }

  SenderKeyState with(KeyChain next) {
    return new SenderKeyState(id, next, signingKey, signing);
  }
}
