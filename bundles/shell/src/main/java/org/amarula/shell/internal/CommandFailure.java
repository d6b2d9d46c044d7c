package org.amarula.shell.internal;

import java.util.Locale;
import org.amarula.api.AmarulaException;

/**
 * A command's failure as its user sees it: a name for programs and one sentence. No stack trace.
 */
final class CommandFailure extends RuntimeException {
  private final String name;

  CommandFailure(String name, String sentence) {
    super(sentence, null, false, false);
    this.name = name;
  }

  /** For programs, for instance {@code profile-in-use}. */
  String name() {
    return name;
  }

  /** What the launcher shows, for instance {@code profile-in-use: Profile 'alice' already runs.} */
  @Override
  public String toString() {
    return name + ": " + getMessage();
  }

  /** The name of an exception: its class name in words. */
  static String nameOf(Throwable failure) {
    return words(failure.getClass());
  }

  /** The simple name of a class in lower case with hyphens, without {@code Exception}. */
  static String words(Class<?> type) {
    return type.getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("([a-z])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  /** One sentence; the text of foreign errors is not shown, it may hold anything. */
  static String sentenceOf(Throwable failure) {
    boolean ours =
        failure instanceof AmarulaException || failure instanceof IllegalArgumentException;
    String text = ours ? failure.getMessage() : null;
    return text == null ? "An unexpected error: " + failure.getClass().getSimpleName() + "." : text;
  }
}
