package org.amarula.api;

/** The root of everything that this library throws or completes a stage with. */
public abstract class AmarulaException extends RuntimeException {
  /** An error that tells {@code message}: a full sentence without a secret. */
  protected AmarulaException(String message) {
    super(message);
  }

  /** An error that tells {@code message} and came from {@code cause}. */
  protected AmarulaException(String message, Throwable cause) {
    super(message, cause);
  }
}
