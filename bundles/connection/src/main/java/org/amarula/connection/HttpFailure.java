package org.amarula.connection;

/** Why an exchange over HTTP had no complete answer. */
public enum HttpFailure {
  /** The host was not reached, or the connection broke. */
  NETWORK,
  /** It took too long. */
  TIMEOUT,
  /** The server's certificate is not trusted, or there is none to trust. */
  TLS,
  /** The body is longer than was asked for. */
  TOO_LONG,
  /** The client was closed. */
  CLOSED
}
