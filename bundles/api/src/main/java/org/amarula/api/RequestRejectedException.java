package org.amarula.api;

/** The server answered a request with an error. The code tells whether a repetition makes sense. */
public final class RequestRejectedException extends AmarulaException {
  private final int code;

  /** Carries the server's code and text. */
  public RequestRejectedException(int code, String text) {
    super("The server refused the request: " + code + " " + text + ".");
    this.code = code;
  }

  /** The server's code, for instance 404. */
  public int code() {
    return code;
  }
}
