package org.amarula.launcher;

import java.util.Locale;

/** Failures as a shell user sees them: a name and one sentence, never a stack trace. */
final class Failures {
  private Failures() {}

  /** For instance {@code error: profile-in-use: Profile 'alice' already runs.} */
  static String line(Throwable failure) {
    String own = String.valueOf(failure).strip();
    boolean typed = !own.startsWith(failure.getClass().getName());
    return "error: " + firstLine(typed ? own : nameOf(failure) + sentenceOf(failure));
  }

  private static String nameOf(Throwable failure) {
    return failure
        .getClass()
        .getSimpleName()
        .replaceAll("Exception$", "")
        .replaceAll("([a-z])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  private static String sentenceOf(Throwable failure) {
    return failure.getMessage() == null ? "" : ": " + failure.getMessage();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unknown");
  }
}
