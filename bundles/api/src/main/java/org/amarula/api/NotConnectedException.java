package org.amarula.api;

/** The account is not online: nothing was sent. Wait until it is online, then try again. */
public final class NotConnectedException extends AmarulaException {
  /** Tells which account, and the state in which it is. */
  public NotConnectedException(Profile profile, String state) {
    super("Account '" + profile + "' is " + state + ", not online; nothing was sent.");
  }

  /** Tells that the connection was lost while an answer was awaited. */
  public NotConnectedException(String message) {
    super(message);
  }
}
