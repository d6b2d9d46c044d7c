package org.amarula.api;

/** The device is linked to an account: there is nothing to pair before a logout. */
public final class AlreadyPairedException extends AmarulaException {
  /** Tells so. */
  public AlreadyPairedException() {
    super("The account is paired already; log out before you pair it again.");
  }
}
