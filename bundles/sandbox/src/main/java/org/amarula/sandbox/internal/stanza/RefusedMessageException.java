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

  int code() {
    return code;
  }

  String rule() {
    return rule;
  }
}
