package org.amarula.crypto.noise;

/** Why a handshake or a transport frame failed. */
public enum NoiseFailure {
  /** The bytes are not the expected handshake message, or a mandatory field is missing. */
  MALFORMED,
  /** A public key has a wrong length or yields an all-zero agreement. */
  UNUSABLE_KEY,
  /** A ciphertext does not authenticate. */
  NOT_AUTHENTIC,
  /** The frame counter of this direction is used up; the connection must end. */
  COUNTER_EXHAUSTED,
  /** An earlier frame failed, and nothing after it can be trusted. */
  CLOSED
}
