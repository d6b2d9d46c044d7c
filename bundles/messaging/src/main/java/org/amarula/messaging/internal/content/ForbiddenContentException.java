package org.amarula.messaging.internal.content;

/** A message does what its author may not do. */
public final class ForbiddenContentException extends Exception {
  private static final long serialVersionUID = 1;

  ForbiddenContentException(String reason) {
    super(reason);
  }
}
