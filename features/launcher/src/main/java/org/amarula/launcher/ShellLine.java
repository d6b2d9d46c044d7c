package org.amarula.launcher;

/**
 * One line of input.
 *
 * @param text the command, without the sign that puts it into the background
 * @param background whether the next line does not wait for it
 */
record ShellLine(String text, boolean background) {
  static ShellLine of(String raw) {
    String text = raw.strip();
    if (text.startsWith("#")) {
      return new ShellLine("", false);
    }
    boolean background = text.endsWith("&") && !text.endsWith("&&") && !text.endsWith("\\&");
    return background
        ? new ShellLine(text.substring(0, text.length() - 1).strip(), true)
        : new ShellLine(text, false);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  boolean isExit() {
    return text.equals("exit") || text.equals("quit");
  }
}
