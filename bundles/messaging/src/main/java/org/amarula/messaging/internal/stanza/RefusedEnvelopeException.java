package org.amarula.messaging.internal.stanza;

/** A message's attributes do not say who wrote it to which chat; answered with code 487. */
public final class RefusedEnvelopeException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedEnvelopeException(String message) {
    super(message);
  }
}
