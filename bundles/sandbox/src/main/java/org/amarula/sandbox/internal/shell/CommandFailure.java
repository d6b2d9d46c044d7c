package org.amarula.sandbox.internal.shell;

/** A command's failure as its user sees it: a name and one sentence, no stack trace. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;

  CommandFailure(String name, String sentence) {
    super(sentence, null, false, false);
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name + ": " + getMessage();
  }
}
