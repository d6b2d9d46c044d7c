package org.amarula.api.state;

import java.util.Locale;

/**
 * The policy table of {@code spec/transport.md} 6.6, 6.7 and 10: for each reason, from what it
 * comes, what is done next, the state of the account, and what its user should do. Every decision
 * about an end is read from here, and so is the page {@code docs/reconnect-policy.md}.
 */
public enum DisconnectPolicy {
  /** No socket, or a broken one. */
  NETWORK_LOST(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "no route, no answer, a reset; WebSocket close codes other than 1000 and 1001;"
          + " a close before the handshake is done",
      "Nothing; check the network and the address if it lasts."),
  /** TLS could not be set up. */
  TLS_FAILED(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "a TLS handshake that fails, a TLS certificate that is not trusted",
      "Check the clock, tls.certificate, and what stands between you and the server."),
  /** HTTP 408 or 5xx on upgrade. */
  UPGRADE_UNAVAILABLE(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "HTTP 408 or 5xx instead of the WebSocket",
      "Nothing; the server is in trouble."),
  /** Another HTTP status on upgrade. */
  UPGRADE_REFUSED(
      Recovery.RETRY_SLOWLY,
      ConnectionState.DISCONNECTED,
      "any other HTTP status instead of the WebSocket",
      "Check the url; 403 and 429 ask for patience, 200 and 3xx speak of a portal in between."),
  /** A silent or wrong server in the handshake. */
  HANDSHAKE_FAILED(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "a server that is silent or wrong in the Noise handshake, or does not answer the login",
      "Nothing; check the url if it lasts."),
  /** A certificate that does not lead to the root key. */
  CERTIFICATE_REFUSED(
      Recovery.RETRY_SLOWLY,
      ConnectionState.DISCONNECTED,
      "a Noise certificate that does not lead to the root key, or is out of its time",
      "Beware: check root.public.key, the clock, and who stands in between."),
  /** An undecryptable frame, or three unreadable nodes in a row. */
  STREAM_CORRUPTED(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "a frame that does not decrypt or is too long, three unreadable nodes in a row",
      "Nothing; report it if it lasts."),
  /** A black-holed link. */
  KEEP_ALIVE_LOST(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "nothing heard for 7/3 of the keep-alive's interval (70 s), or three pings without an answer",
      "Nothing; check the network if it lasts."),
  /** Stream error 515. */
  RESTART_REQUIRED(
      Recovery.RETRY_NOW,
      ConnectionState.DISCONNECTED,
      "stream error 515; a pairing that is done",
      "Nothing."),
  /** An orderly end. */
  SERVER_CLOSED(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "xmlstreamend; WebSocket close codes 1000 and 1001",
      "Nothing."),
  /** Stream errors 500, 503 and unknown ones. */
  STREAM_ERROR(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "stream errors 500, 503, xml-not-well-formed, bad-mac and unknown ones",
      "Nothing; report xml-not-well-formed."),
  /** Stream errors 401 without conflict and 516. */
  STREAM_SUSPENDED(
      Recovery.RETRY_ONCE,
      ConnectionState.DISCONNECTED,
      "stream errors 401 without a conflict and 516",
      "Nothing; after given-up, connect again by hand."),
  /** Failures 500 and 503. */
  SERVER_UNAVAILABLE(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "failures 500 and 503",
      "Nothing; the server is in trouble."),
  /** Failures that are neither passing nor a loss of the account. */
  LOGIN_REFUSED(
      Recovery.STOP,
      ConnectionState.GIVEN_UP,
      "failures 400, 409, 415, 418, 501 and unknown ones",
      "Check web.version and device.platform, then connect again; report the number if it stays."),
  /** Failures 411, 413 and 414, and phones that ask for more than we can do. */
  UNSUPPORTED_ACCOUNT(
      Recovery.STOP,
      ConnectionState.GIVEN_UP,
      "failures 411, 413 and 414; a phone that wants a passkey for linking",
      "Use another account, or change it on the phone, then connect again."),
  /** Failure 401, or stream error 401 with {@code device_removed}. */
  LOGGED_OUT(
      Recovery.WIPE_AND_STOP,
      ConnectionState.LOGGED_OUT,
      "failure 401; stream error 401 with the conflict device_removed; a logout that was asked for",
      "Connect again and pair anew."),
  /** Stream conflict {@code replaced}. */
  REPLACED(
      Recovery.STOP,
      ConnectionState.REPLACED,
      "a stream error with the conflict replaced, whatever its code",
      "End the other process that uses these credentials, then connect again."),
  /** Failure 402. */
  TEMPORARILY_BANNED(
      Recovery.RETRY_AFTER_BAN,
      ConnectionState.BANNED,
      "failure 402",
      "Wait until the ban is over, and change what led to it."),
  /** Failures 403 and 406. */
  BANNED(
      Recovery.WIPE_AND_STOP,
      ConnectionState.BANNED,
      "failures 403 and 406",
      "Look at the phone: the account is locked, banned or gone there. Pair anew afterwards."),
  /** Failure 405. */
  OUTDATED(
      Recovery.REFRESH_AND_RETRY_ONCE,
      ConnectionState.OUTDATED,
      "failure 405",
      "Set a newer web.version, or update, then connect again."),
  /** All codes shown, none scanned. */
  PAIRING_EXPIRED(
      Recovery.STOP,
      ConnectionState.PAIRING_EXPIRED,
      "all codes shown and none used, by our clock or by the server's",
      "Connect again for a new code."),
  /** A pairing whose proof is wrong. */
  PAIRING_REFUSED(
      Recovery.STOP,
      ConnectionState.PAIRING_EXPIRED,
      "a pair-success that is incomplete or forged",
      "Connect again for a new code; beware if it stays."),
  /** A store that cannot keep what must be durable. */
  STORAGE_FAILED(
      Recovery.RETRY_WITH_BACKOFF,
      ConnectionState.DISCONNECTED,
      "a store that is full, slow or broken",
      "Look at the disk or the database; nothing else is needed."),
  /** A crash of the connection child. */
  CRASHED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED, "a bug of ours", "Report it."),
  /** The end that may be tried once more came again. */
  GIVEN_UP(
      Recovery.STOP,
      ConnectionState.GIVEN_UP,
      "an end that is tried once more, when it comes again",
      "Connect again later; report it if it stays."),
  /** A bundle that is needed was stopped. */
  PROVIDER_GONE(
      Recovery.STOP,
      ConnectionState.TERMINATED,
      "a bundle that was stopped",
      "Start the bundle; declared accounts come back by themselves."),
  /** A disconnect or stop that was asked for. */
  REQUESTED(
      Recovery.STOP, ConnectionState.STOPPED, "a disconnect or a stop", "Connect when you like.");

  private final Recovery recovery;
  private final ConnectionState state;
  private final String causes;
  private final String advice;

  DisconnectPolicy(Recovery recovery, ConnectionState state, String causes, String advice) {
    this.recovery = recovery;
    this.state = state;
    this.causes = causes;
    this.advice = advice;
  }

  /** What is done next. */
  public Recovery recovery() {
    return recovery;
  }

  /** The state of the account when nothing more is tried, or for as long as it is tried again. */
  public ConnectionState state() {
    return state;
  }

  /** The state of the account while the next attempt is awaited. */
  public ConnectionState stateMeanwhile() {
    return recovery == Recovery.RETRY_AFTER_BAN
        ? ConnectionState.BANNED
        : ConnectionState.DISCONNECTED;
  }

  /** Whether the stored credentials are deleted, but for one backup copy. */
  public boolean wipesCredentials() {
    return recovery == Recovery.WIPE_AND_STOP;
  }

  /** From what this reason comes: codes of the server and faults. */
  public String causes() {
    return causes;
  }

  /** What the account's user should do, in a sentence or two. */
  public String advice() {
    return advice;
  }

  /** The name that programs see, for instance {@code network-lost}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
