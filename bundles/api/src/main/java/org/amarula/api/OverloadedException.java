package org.amarula.api;

/** Too many operations wait for the same thing. Nothing was done; try again later. */
public final class OverloadedException extends AmarulaException {
  /** Tells what is overloaded, in a full sentence. */
  public OverloadedException(String message) {
    super(message);
  }
}
