package org.amarula.crypto.noise;

/**
 * The peer's bytes cannot be accepted. The handshake or transport that threw it is dead: close the
 * connection and start a new one (transport.md 2.6).
 */
public final class NoiseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final NoiseFailure failure;

  NoiseException(NoiseFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  NoiseException(NoiseFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** What is wrong. */
  public NoiseFailure failure() {
    return failure;
  }
}
