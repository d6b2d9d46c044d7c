package org.amarula.crypto.noise;

/** The steps of either side, in their only order; {@code FAILED} is final. */
enum HandshakeStep {
  START,
  HELLO_SENT,
  HELLO_READ,
  FINISHED,
  SPLIT,
  FAILED;

  /** Refuses a call out of order, which is a mistake of the caller. */
  void require(HandshakeStep expected) {
    if (this != expected) {
      throw new IllegalStateException("The handshake is at " + this + ", not at " + expected + ".");
    }
  }
}
