package org.amarula.crypto.signal;

import org.amarula.crypto.curve.KeyPair;

/** Our ratchet pair and the chain that belongs to it. Immutable; the arrays are shared. */
record SendingChain(byte[] ratchetPrivate, byte[] ratchetKey, KeyChain keys) {
  static SendingChain start(KeyPair ratchet, byte[] chainKey) {
    return new SendingChain(
        ratchet.privateKey(), ratchet.signalPublicKey(), KeyChain.start(chainKey));
  }

  byte[] agree(byte[] remoteRatchetKey) throws InvalidKeyException {
    return Agreement.agree(ratchetPrivate, remoteRatchetKey);
  }

  SendingChain advanced() {
    return new SendingChain(ratchetPrivate, ratchetKey, keys.advanced());
  }

  /** Spec 3.3: the last index used here, which the next chain announces; 0 when none was. */
  int lastIndex() {
    return keys.index() == 0 ? 0 : keys.index() - 1;
  }
}
