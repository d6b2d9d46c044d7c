package org.amarula.connection;

import org.amarula.api.AmarulaException;

/** An exchange over HTTP had no complete answer. */
public final class HttpFailedException extends AmarulaException {
  private static final long serialVersionUID = 1;

  private final HttpFailure failure;

  /** Tells what happened, in a full sentence without the file's path. */
  public HttpFailedException(HttpFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  /** What kind of failure it is. */
  public HttpFailure failure() {
    return failure;
  }
}
