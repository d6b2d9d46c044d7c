package org.amarula.api;

/**
 * The part of the instance that ran this operation has crashed, or was stopped, in the middle of
 * it. The part is built anew by itself; whether the operation had its effect is unknown.
 */
public final class CrashedException extends AmarulaException {
  /** Names the part, for instance {@code sender-supervisor}. */
  public CrashedException(String part) {
    super("The " + part + " ended while the operation waited or ran; try again.");
  }
}
