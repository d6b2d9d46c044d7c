package org.amarula.benchmarks.signal;

import java.util.Locale;
import org.amarula.benchmarks.goal.Goal;

/**
 * What every implementation is asked to do, over and over: with one text, and with a store in
 * memory that keeps each record as bytes.
 */
enum Scenario {
  /** Encrypt in a session whose other end has answered. */
  ENCRYPT(null, Goal.G9_ENCRYPT),
  /** Encrypt, and decrypt at the other end: always the same chain. */
  BOTH(Goal.G5, Goal.G9_BOTH),
  /** A message and its answer, so that each end steps the ratchet. */
  PING_PONG(Goal.G6, Goal.G9_PING_PONG),
  /** Verify a bundle, start a session from it and encrypt its first message. */
  NEW_SESSION(null, Goal.G9_NEW_SESSION),
  /** Encrypt to a group. */
  GROUP_ENCRYPT(Goal.G8_ENCRYPT, Goal.G9_GROUP_ENCRYPT),
  /** Encrypt to a group, and decrypt in it. */
  GROUP_BOTH(Goal.G8_BOTH, Goal.G9_GROUP_BOTH);

  private final Goal againstNative;
  private final Goal againstJava;

  Scenario(Goal againstNative, Goal againstJava) {
    this.againstNative = againstNative;
    this.againstJava = againstJava;
  }

  /** The name by which the peers know it. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The goal that is measured against a peer, which may be none: null. */
  Goal against(Peer peer) {
    return peer == Peer.NATIVE ? againstNative : againstJava;
  }
}
