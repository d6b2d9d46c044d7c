package org.amarula.launcher;

/** The framework could not be started or stopped; the message is one sentence for the user. */
final class LaunchException extends RuntimeException {
  private final String name;

  LaunchException(String name, String sentence, Throwable cause) {
    super(sentence, cause);
    this.name = name;
  }

  @Override
  public String toString() {
    return name + ": " + getMessage();
  }
}
