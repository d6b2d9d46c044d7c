package org.amarula.api.state;

import java.util.Locale;

/**
 * The policy table of {@code spec/transport.md} 6.6, 6.7 and 10: for each reason, what is done next
 * and the state of the account meanwhile. Every decision about an end is read from here.
 */
public enum DisconnectPolicy {
  /** No socket, or a broken one. */
  NETWORK_LOST(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** HTTP 408 or 5xx on upgrade. */
  UPGRADE_UNAVAILABLE(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** Another HTTP status on upgrade. */
  UPGRADE_REFUSED(Recovery.RETRY_SLOWLY, ConnectionState.DISCONNECTED),
  /** A silent or wrong server in the handshake. */
  HANDSHAKE_FAILED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** A certificate that does not lead to the root key. */
  CERTIFICATE_REFUSED(Recovery.RETRY_SLOWLY, ConnectionState.DISCONNECTED),
  /** An undecryptable frame, or three unreadable nodes in a row. */
  STREAM_CORRUPTED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** A black-holed link. */
  KEEP_ALIVE_LOST(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** Stream error 515. */
  RESTART_REQUIRED(Recovery.RETRY_NOW, ConnectionState.DISCONNECTED),
  /** An orderly end. */
  SERVER_CLOSED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** Stream errors 500, 503 and unknown ones. */
  STREAM_ERROR(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** Stream errors 401 without conflict and 516. */
  STREAM_SUSPENDED(Recovery.RETRY_ONCE, ConnectionState.DISCONNECTED),
  /** Failures 500 and 503. */
  SERVER_UNAVAILABLE(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** Failures that are neither passing nor a loss of the account. */
  LOGIN_REFUSED(Recovery.STOP, ConnectionState.GIVEN_UP),
  /** Failure 401, or stream error 401 with {@code device_removed}. */
  LOGGED_OUT(Recovery.WIPE_AND_STOP, ConnectionState.LOGGED_OUT),
  /** Stream conflict {@code replaced}. */
  REPLACED(Recovery.STOP, ConnectionState.REPLACED),
  /** Failure 402. */
  TEMPORARILY_BANNED(Recovery.STOP, ConnectionState.BANNED),
  /** Failures 403 and 406. */
  BANNED(Recovery.WIPE_AND_STOP, ConnectionState.BANNED),
  /** Failure 405. */
  OUTDATED(Recovery.STOP, ConnectionState.OUTDATED),
  /** All codes shown, none scanned. */
  PAIRING_EXPIRED(Recovery.STOP, ConnectionState.PAIRING_EXPIRED),
  /** A pairing whose proof is wrong. */
  PAIRING_REFUSED(Recovery.STOP, ConnectionState.PAIRING_EXPIRED),
  /** A store that cannot keep what must be durable. */
  STORAGE_FAILED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** A crash of the connection child. */
  CRASHED(Recovery.RETRY_WITH_BACKOFF, ConnectionState.DISCONNECTED),
  /** The end that may be tried once more came again. */
  GIVEN_UP(Recovery.STOP, ConnectionState.GIVEN_UP),
  /** A bundle that is needed was stopped. */
  PROVIDER_GONE(Recovery.STOP, ConnectionState.TERMINATED),
  /** A disconnect or stop that was asked for. */
  REQUESTED(Recovery.STOP, ConnectionState.STOPPED);

  private final Recovery recovery;
  private final ConnectionState state;

  DisconnectPolicy(Recovery recovery, ConnectionState state) {
    this.recovery = recovery;
    this.state = state;
  }

  /** What is done next. */
  public Recovery recovery() {
    return recovery;
  }

  /** The state of the account meanwhile. */
  public ConnectionState state() {
    return state;
  }

  /** The name that programs see, for instance {@code network-lost}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
