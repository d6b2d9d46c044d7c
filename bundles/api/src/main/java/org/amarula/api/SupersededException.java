package org.amarula.api;

/** A newer request took the place of this one: use the answer to that. */
public final class SupersededException extends AmarulaException {
  /** Tells what was asked for anew, for instance {@code a code}. */
  public SupersededException(String what) {
    super("A newer request for " + what + " took the place of this one.");
  }
}
