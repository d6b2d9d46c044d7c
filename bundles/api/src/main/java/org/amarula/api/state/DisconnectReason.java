package org.amarula.api.state;

import java.time.Instant;

/**
 * Why a connection ended. Each reason knows what is to be done next ({@link #recovery()}) and the
 * state in which the account is meanwhile ({@link #state()}); together they are the policy table of
 * {@code spec/transport.md} 6.6, 6.7 and 10.
 */
public sealed interface DisconnectReason {
  /** A short name for programs, for instance {@code network-lost}. */
  String code();

  /** One sentence for people: what happened and what to do. */
  String text();

  /** What is done next. */
  default Recovery recovery() {
    return Recovery.RETRY_WITH_BACKOFF;
  }

  /** The state of the account after this end. */
  default ConnectionState state() {
    return ConnectionState.DISCONNECTED;
  }

  /** The socket could not be opened, or broke. */
  record NetworkLost(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "network-lost";
    }

    @Override
    public String text() {
      return "The network connection failed: " + detail + ".";
    }
  }

  /** The server answered the WebSocket upgrade with an HTTP status. */
  record UpgradeRefused(int status) implements DisconnectReason {
    @Override
    public String code() {
      return "upgrade-refused";
    }

    @Override
    public String text() {
      return "The server refused the WebSocket with HTTP status " + status + ".";
    }

    @Override
    public Recovery recovery() {
      boolean passing = status == 408 || status >= 500;
      return passing ? Recovery.RETRY_WITH_BACKOFF : Recovery.RETRY_SLOWLY;
    }
  }

  /** The server stayed silent, or its part of the Noise handshake was wrong. */
  record HandshakeFailed(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "handshake-failed";
    }

    @Override
    public String text() {
      return "The handshake with the server failed: " + detail + ".";
    }
  }

  /** The server's certificate does not lead to the root key. */
  record CertificateRefused(String check) implements DisconnectReason {
    @Override
    public String code() {
      return "certificate-refused";
    }

    @Override
    public String text() {
      return "The server's certificate was refused ("
          + check
          + "): a wrong root key, a wrong clock or somebody in between.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.RETRY_SLOWLY;
    }
  }

  /** A frame could not be decrypted, or too many nodes in a row could not be read. */
  record StreamCorrupted(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "stream-corrupted";
    }

    @Override
    public String text() {
      return "The stream became unreadable: " + detail + ".";
    }
  }

  /** No sign of life from the server within the keep-alive's deadline. */
  record KeepAliveLost() implements DisconnectReason {
    @Override
    public String code() {
      return "keep-alive-lost";
    }

    @Override
    public String text() {
      return "The server gave no sign of life in time.";
    }
  }

  /** The server asked for a restart of the stream, as it does after pairing (515). */
  record RestartRequired() implements DisconnectReason {
    @Override
    public String code() {
      return "restart-required";
    }

    @Override
    public String text() {
      return "The server asked for a new stream.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.RETRY_NOW;
    }
  }

  /** The server ended the stream in good order. */
  record ServerClosed() implements DisconnectReason {
    @Override
    public String code() {
      return "server-closed";
    }

    @Override
    public String text() {
      return "The server ended the stream.";
    }
  }

  /** The server reported a stream error that passes by itself. */
  record StreamFailed(String error) implements DisconnectReason {
    @Override
    public String code() {
      return "stream-error";
    }

    @Override
    public String text() {
      return "The server reported the stream error " + error + ".";
    }
  }

  /** The server reported a stream error of unknown meaning: one more attempt is made. */
  record StreamSuspended(String error) implements DisconnectReason {
    @Override
    public String code() {
      return "stream-suspended";
    }

    @Override
    public String text() {
      return "The server reported the stream error " + error + "; one more attempt is made.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.RETRY_ONCE;
    }
  }

  /** The server is in trouble (failure 500 or 503). */
  record ServerUnavailable(int failure) implements DisconnectReason {
    @Override
    public String code() {
      return "server-unavailable";
    }

    @Override
    public String text() {
      return "The server cannot log the account in now (" + failure + ").";
    }
  }

  /** The server refused the login for good; the credentials are kept. */
  record LoginRefused(int failure) implements DisconnectReason {
    @Override
    public String code() {
      return "login-refused";
    }

    @Override
    public String text() {
      return "The server refused the login (" + failure + ").";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.GIVEN_UP;
    }
  }

  /** This device was removed from the account. */
  record LoggedOut(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "logged-out";
    }

    @Override
    public String text() {
      return "This device was removed from the account (" + detail + "); pair it again.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.WIPE_AND_STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.LOGGED_OUT;
    }
  }

  /** Another process uses the same credentials. */
  record Replaced() implements DisconnectReason {
    @Override
    public String code() {
      return "replaced";
    }

    @Override
    public String text() {
      return "Another process logged in with the same credentials; end it, then connect again.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.REPLACED;
    }
  }

  /** The account is banned until {@code until}. */
  record TemporarilyBanned(int offence, Instant until) implements DisconnectReason {
    @Override
    public String code() {
      return "temporarily-banned";
    }

    @Override
    public String text() {
      return "The account is banned until " + until + " (" + offence + ").";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.BANNED;
    }
  }

  /** The account is banned, or its phone is gone. */
  record Banned(int failure) implements DisconnectReason {
    @Override
    public String code() {
      return "banned";
    }

    @Override
    public String text() {
      return "The account is locked or banned (" + failure + ").";
    }

    @Override
    public Recovery recovery() {
      return Recovery.WIPE_AND_STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.BANNED;
    }
  }

  /** The server wants a newer web version (failure 405). */
  record Outdated() implements DisconnectReason {
    @Override
    public String code() {
      return "outdated";
    }

    @Override
    public String text() {
      return "The server wants a newer web version; change the setting web.version.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.OUTDATED;
    }
  }

  /** Nobody scanned a code in time. */
  record PairingExpired() implements DisconnectReason {
    @Override
    public String code() {
      return "pairing-expired";
    }

    @Override
    public String text() {
      return "Nobody scanned the code in time; connect again for a new one.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.PAIRING_EXPIRED;
    }
  }

  /** The phone's answer to the code was refused, for instance because of a forged signature. */
  record PairingRefused(String check) implements DisconnectReason {
    @Override
    public String code() {
      return "pairing-refused";
    }

    @Override
    public String text() {
      return "The pairing was refused (" + check + "); connect again for a new code.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.PAIRING_EXPIRED;
    }
  }

  /** The store could not keep what the connection needs. */
  record StorageFailed(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "storage-failed";
    }

    @Override
    public String text() {
      return "The storage failed: " + detail + ".";
    }
  }

  /** A bug ended the connection; it is built anew. */
  record Crashed(String detail) implements DisconnectReason {
    @Override
    public String code() {
      return "crashed";
    }

    @Override
    public String text() {
      return "The connection crashed: " + detail + ".";
    }
  }

  /** A bundle that the instance needs was stopped. */
  record ProviderGone() implements DisconnectReason {
    @Override
    public String code() {
      return "provider-gone";
    }

    @Override
    public String text() {
      return "A bundle that the account needs was stopped.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.TERMINATED;
    }
  }

  /** Somebody asked for it. */
  record Requested() implements DisconnectReason {
    @Override
    public String code() {
      return "requested";
    }

    @Override
    public String text() {
      return "It was disconnected on request.";
    }

    @Override
    public Recovery recovery() {
      return Recovery.STOP;
    }

    @Override
    public ConnectionState state() {
      return ConnectionState.STOPPED;
    }
  }
}
