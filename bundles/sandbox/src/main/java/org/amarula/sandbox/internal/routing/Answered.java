package org.amarula.sandbox.internal.routing;

/** How an answer of a client fits what it was sent. */
public enum Answered {
  /** It was due. */
  AWAITED,
  /** It was answered before, as often as it was sent. */
  TWICE,
  /** It was not sent, or long ago. */
  NEVER_SENT
}
