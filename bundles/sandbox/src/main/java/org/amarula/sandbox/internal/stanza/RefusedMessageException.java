package org.amarula.sandbox.internal.stanza;

/** A message that the server does not take, and the code its sender is told. */
final class RefusedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String rule;

  RefusedMessageException(int code, String rule, String detail) {
    super(detail);
    this.code = code;
    this.rule = rule;
  }

  /** A refusal that no client can be blamed for: things changed meanwhile. */
  static RefusedMessageException blameless(int code, String detail) {
    return new RefusedMessageException(code, "", detail);
  }

  boolean blameless() {
    return rule.isEmpty();
  }

  int code() {
    return code;
  }

  String rule() {
    return rule;
  }
}
