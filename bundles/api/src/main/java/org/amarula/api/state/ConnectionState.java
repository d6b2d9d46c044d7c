package org.amarula.api.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an account's connection is. Changes are told as events. */
public enum ConnectionState {
  /** Not connected, because nobody asked for it or it was disconnected on request. */
  STOPPED(false),
  /** The socket is being opened. */
  CONNECTING(false),
  /** The Noise handshake runs. */
  HANDSHAKING(false),
  /** Not linked to a phone yet: codes are shown and a scan is awaited. */
  PAIRING(false),
  /** The server was told who we are and its answer is awaited. */
  LOGGING_IN(false),
  /** Logged in; a round trip worked lately. */
  ONLINE(false),
  /** The connection was lost and will be tried again. */
  DISCONNECTED(false),
  /** The phone or the server has removed this device. Pair again. */
  LOGGED_OUT(true),
  /** Another process logged in with the same credentials. Connect again when it has ended. */
  REPLACED(true),
  /** The account is banned, perhaps until a time, after which one more attempt is made. */
  BANNED(true),
  /** The server wants a newer web version than could be found: change {@code web.version}. */
  OUTDATED(true),
  /** Nobody scanned in time, or the phone's answer was refused. Connect again for a new code. */
  PAIRING_EXPIRED(true),
  /** The server refused for another reason, or too many attempts failed. */
  GIVEN_UP(true),
  /** The instance has ended; its handle is stale. */
  TERMINATED(true);

  private final boolean terminal;

  ConnectionState(boolean terminal) {
    this.terminal = terminal;
  }

  /**
   * Whether nothing more happens until somebody asks for it, but for the one attempt after a
   * temporary ban.
   */
  public boolean terminal() {
    return terminal;
  }

  /** The name as users see it, for instance {@code logging-in}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The state of this name, if it is one. */
  public static Optional<ConnectionState> of(String text) {
    return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst();
  }
}
