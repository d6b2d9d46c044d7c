package org.amarula.crypto.noise;

/**
 * Nothing can be sealed any more: a frame failed before, or the counter is used up. The connection
 * must be closed.
 */
public final class NoiseClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final NoiseFailure failure;

  NoiseClosedException(NoiseFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  /** {@link NoiseFailure#CLOSED} or {@link NoiseFailure#COUNTER_EXHAUSTED}. */
  public NoiseFailure failure() {
    return failure;
  }
}
