package org.amarula.api.state;

import java.time.Instant;

/**
 * Why a connection ended. Each reason has its row in {@link DisconnectPolicy}, which says what is
 * done next and in which state the account is meanwhile.
 */
public sealed interface DisconnectReason {
  /** This reason's row in the policy table. */
  DisconnectPolicy policy();

  /** One sentence for people: what happened and what to do. */
  String text();

  /** A short name for programs, for instance {@code network-lost}. */
  default String code() {
    return policy().code();
  }

  /** What is done next. */
  default Recovery recovery() {
    return policy().recovery();
  }

  /** The state of the account after this end, when nothing more is tried. */
  default ConnectionState state() {
    return policy().state();
  }

  /** What the account's user should do. */
  default String advice() {
    return policy().advice();
  }

  /** The socket could not be opened, or broke. */
  record NetworkLost(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.NETWORK_LOST;
    }

    @Override
    public String text() {
      return "The network connection failed: " + detail + ".";
    }
  }

  /** TLS could not be set up with the server. */
  record TlsFailed(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.TLS_FAILED;
    }

    @Override
    public String text() {
      return "TLS failed: " + detail + ".";
    }
  }

  /** The server answered the WebSocket upgrade with an HTTP status. */
  record UpgradeRefused(int status) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return status == 408 || status >= 500
          ? DisconnectPolicy.UPGRADE_UNAVAILABLE
          : DisconnectPolicy.UPGRADE_REFUSED;
    }

    @Override
    public String text() {
      return "The server refused the WebSocket with HTTP status " + status + ".";
    }
  }

  /** The server stayed silent, or its part of the Noise handshake was wrong. */
  record HandshakeFailed(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.HANDSHAKE_FAILED;
    }

    @Override
    public String text() {
      return "The handshake with the server failed: " + detail + ".";
    }
  }

  /** The server's certificate does not lead to the root key. */
  record CertificateRefused(String check) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.CERTIFICATE_REFUSED;
    }

    @Override
    public String text() {
      return "The server's certificate was refused ("
          + check
          + "): a wrong root key, a wrong clock or somebody in between.";
    }
  }

  /** A frame could not be decrypted, or too many nodes in a row could not be read. */
  record StreamCorrupted(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.STREAM_CORRUPTED;
    }

    @Override
    public String text() {
      return "The stream became unreadable: " + detail + ".";
    }
  }

  /** No sign of life from the server within the keep-alive's deadline. */
  record KeepAliveLost() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.KEEP_ALIVE_LOST;
    }

    @Override
    public String text() {
      return "The server gave no sign of life in time.";
    }
  }

  /** The server asked for a restart of the stream, as it does after pairing (515). */
  record RestartRequired() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.RESTART_REQUIRED;
    }

    @Override
    public String text() {
      return "The server asked for a new stream.";
    }
  }

  /** The server ended the stream in good order. */
  record ServerClosed() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.SERVER_CLOSED;
    }

    @Override
    public String text() {
      return "The server ended the stream.";
    }
  }

  /** The server reported a stream error that passes by itself. */
  record StreamFailed(String error) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.STREAM_ERROR;
    }

    @Override
    public String text() {
      return "The server reported the stream error " + error + ".";
    }
  }

  /** The server reported a stream error of unknown meaning: one more attempt is made. */
  record StreamSuspended(String error) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.STREAM_SUSPENDED;
    }

    @Override
    public String text() {
      return "The server reported the stream error " + error + "; one more attempt is made.";
    }
  }

  /** The server is in trouble (failure 500 or 503). */
  record ServerUnavailable(int failure) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.SERVER_UNAVAILABLE;
    }

    @Override
    public String text() {
      return "The server cannot log the account in now (" + failure + ").";
    }
  }

  /** The server refused the login for good; the credentials are kept. */
  record LoginRefused(int failure) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.LOGIN_REFUSED;
    }

    @Override
    public String text() {
      return "The server refused the login (" + Meanings.ofFailure(failure) + ").";
    }
  }

  /** The account or its phone asks for what is not supported. */
  record UnsupportedAccount(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.UNSUPPORTED_ACCOUNT;
    }

    @Override
    public String text() {
      return "This account is not supported (" + detail + ").";
    }
  }

  /** This device was removed from the account. */
  record LoggedOut(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.LOGGED_OUT;
    }

    @Override
    public String text() {
      return "This device was removed from the account (" + detail + "); pair it again.";
    }
  }

  /** Another process uses the same credentials. */
  record Replaced() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.REPLACED;
    }

    @Override
    public String text() {
      return "Another process logged in with the same credentials; end it, then connect again.";
    }
  }

  /** The account is banned until a time. */
  record TemporarilyBanned(int offence, Instant until) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.TEMPORARILY_BANNED;
    }

    @Override
    public String text() {
      return "The account is banned until " + until + " (" + Meanings.ofOffence(offence) + ").";
    }
  }

  /**
   * The account is banned, or its phone is gone.
   *
   * @param failure the server's number
   * @param notice what the server wants to be shown, or empty
   */
  record Banned(int failure, String notice) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.BANNED;
    }

    @Override
    public String text() {
      String said = notice.isEmpty() ? "" : ": " + notice;
      return "The account is locked or banned (" + failure + said + ").";
    }
  }

  /** The server wants a newer web version (failure 405). */
  record Outdated() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.OUTDATED;
    }

    @Override
    public String text() {
      return "The server wants a newer web version.";
    }
  }

  /** Nobody scanned a code in time. */
  record PairingExpired() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.PAIRING_EXPIRED;
    }

    @Override
    public String text() {
      return "Nobody scanned the code in time; connect again for a new one.";
    }
  }

  /** The phone's answer to the code was refused, for instance because of a forged signature. */
  record PairingRefused(String check) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.PAIRING_REFUSED;
    }

    @Override
    public String text() {
      return "The pairing was refused (" + check + "); connect again for a new code.";
    }
  }

  /** The store could not keep what the connection needs. */
  record StorageFailed(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.STORAGE_FAILED;
    }

    @Override
    public String text() {
      return "The storage failed: " + detail;
    }
  }

  /** A bug ended the connection; it is built anew. */
  record Crashed(String detail) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.CRASHED;
    }

    @Override
    public String text() {
      return "The connection crashed: " + detail;
    }
  }

  /** The same passing reason came again and again. */
  record GivenUp(DisconnectReason last) implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.GIVEN_UP;
    }

    @Override
    public String text() {
      return "It came again: " + last.text();
    }
  }

  /** A bundle that the instance needs was stopped. */
  record ProviderGone() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.PROVIDER_GONE;
    }

    @Override
    public String text() {
      return "A bundle that the account needs was stopped.";
    }
  }

  /** Somebody asked for it. */
  record Requested() implements DisconnectReason {
    @Override
    public DisconnectPolicy policy() {
      return DisconnectPolicy.REQUESTED;
    }

    @Override
    public String text() {
      return "It was disconnected on request.";
    }
  }
}
