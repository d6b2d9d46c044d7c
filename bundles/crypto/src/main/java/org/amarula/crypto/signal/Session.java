package org.amarula.crypto.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One double ratchet, spec signal.md 3.6. Immutable: each step makes a new session that shares what
 * did not change with the old one.
 *
 * @param receiving oldest first, at most {@value #MAX_RECEIVING}
 * @param pending null once the peer has answered
 */
record Session(
    SessionOrigin origin,
    byte[] rootKey,
    int previousCounter,
    SendingChain sending,
    List<ReceivingChain> receiving,
    PendingPreKey pending,
    long lastUsedMillis) {
  /** Spec 3.4. */
  static final int MAX_RECEIVING = 5;

  /** The position of the chain for a ratchet key, negative when there is none. */
  int findReceiving(byte[] ratchetKey) {
    for (int i = receiving.size() - 1; i >= 0; i--) {
      if (Arrays.equals(receiving.get(i).ratchetKey(), ratchetKey)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a pre-key message with this base key belongs here, spec 3.5. */
  boolean wasBuiltByPeerWith(byte[] baseKey) {
    return !origin.baseKeyOurs() && Arrays.equals(origin.baseKey(), baseKey);
  }

  boolean sameOrigin(Session other) {
    return origin.baseKeyOurs() == other.origin.baseKeyOurs()
        && Arrays.equals(origin.baseKey(), other.origin.baseKey())
        && Arrays.equals(origin.remoteIdentity(), other.origin.remoteIdentity());
  }

  /** After one message was sent. */
  Session sent(long now) {
    return new Session(
        origin, rootKey, previousCounter, sending.advanced(), receiving, pending, now);
  }

  /** After a message on a known chain was received. */
  Session received(int position, KeyChain rest, long now) {
    List<ReceivingChain> chains = new ArrayList<>(receiving);
    chains.set(position, new ReceivingChain(chains.get(position).ratchetKey(), rest));
    return new Session(origin, rootKey, previousCounter, sending, chains, null, now);
  }

  /** After a message with a new ratchet key was received: both halves of the step are done. */
  Session stepped(byte[] newRootKey, SendingChain newSending, ReceivingChain added, long now) {
    int kept = Math.min(receiving.size(), MAX_RECEIVING - 1);
    List<ReceivingChain> chains = new ArrayList<>(kept + 1);
    chains.addAll(receiving.subList(receiving.size() - kept, receiving.size()));
    chains.add(added);
    return new Session(origin, newRootKey, sending.lastIndex(), newSending, chains, null, now);
  }
}
