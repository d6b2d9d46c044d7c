package org.amarula.api;

/** No answer came in time. What was asked may or may not have happened. */
public final class ResponseTimeoutException extends AmarulaException {
  /** Tells what was asked, in a full sentence. */
  public ResponseTimeoutException(String message) {
    super(message);
  }
}
