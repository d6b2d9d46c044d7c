package org.amarula.supervision.internal.account;

import org.amarula.api.state.DisconnectReason;

/** What the end of a stream means while a logout is under way. Confined to the account's lane. */
final class Logout {
  static final DisconnectReason ON_REQUEST = new DisconnectReason.LoggedOut("on request");

  private boolean asked;
  private boolean confirmed;

  /** The server is asked: it ends the stream with 401 after its answer, which is no surprise. */
  void ask() {
    asked = true;
  }

  /** The server has answered: this device is unlinked, however the stream ends. */
  void confirm() {
    confirmed = true;
  }

  /** The server did not answer, or refused. */
  void fail() {
    asked = false;
  }

  /** The reason of an end, which ends the logout too. */
  DisconnectReason meaning(DisconnectReason told) {
    boolean ours = confirmed || asked && told instanceof DisconnectReason.LoggedOut;
    asked = false;
    confirmed = false;
    return ours ? ON_REQUEST : told;
  }
}
