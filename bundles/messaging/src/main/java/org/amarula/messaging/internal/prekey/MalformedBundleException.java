package org.amarula.messaging.internal.prekey;

/** The server's, or a peer's, bundle of keys lacks a part or has a bad one. */
public final class MalformedBundleException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedBundleException(String message) {
    super(message);
  }
}
