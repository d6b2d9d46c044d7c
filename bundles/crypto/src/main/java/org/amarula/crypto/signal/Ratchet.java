package org.amarula.crypto.signal;

import org.amarula.crypto.curve.KeyPair;

/** Receiving one message in one session, spec signal.md 3.4; pure. */
final class Ratchet {
  private Ratchet() {}

  /** The plaintext and the session after it. */
  record Received(Session session, byte[] plaintext) {}

  static Received receive(Session session, SessionMessage message, KeyPairSource keys, long now)
      throws DuplicateMessageException, InvalidKeyException, InvalidMessageException {
    int position = session.findReceiving(message.ratchetKey());
    if (position >= 0) {
      KeyChain.Taken taken = session.receiving().get(position).keys().take(message.counter());
      byte[] plaintext = open(session, message, taken);
      return new Received(session.received(position, taken.rest(), now), plaintext);
    }
    // First half of a DH ratchet step.
    byte[] agreement = session.sending().agree(message.ratchetKey());
    RootKey receivingRoot = RootKey.step(session.rootKey(), agreement);
    KeyChain chain = KeyChain.start(receivingRoot.chainKey());
    KeyChain.Taken taken = chain.take(message.counter());
    byte[] plaintext = open(session, message, taken);
    // Second half, only now: a failed attempt takes no key pair.
    KeyPair ratchet = keys.next();
    byte[] next = Agreement.agree(ratchet.privateKey(), message.ratchetKey());
    RootKey sendingRoot = RootKey.step(receivingRoot.key(), next);
    Session stepped =
        session.stepped(
            sendingRoot.key(),
            SendingChain.start(ratchet, sendingRoot.chainKey()),
            new ReceivingChain(message.ratchetKey(), taken.rest()),
            now);
    return new Received(stepped, plaintext);
  }

  private static byte[] open(Session session, SessionMessage message, KeyChain.Taken taken)
      throws InvalidMessageException {
    return message.open(
        MessageKeys.derive(taken.seed()),
        session.origin().remoteIdentity(),
        session.origin().localIdentity());
  }
}
