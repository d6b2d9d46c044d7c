package org.amarula.chaos.agent;

import java.nio.file.Path;

/**
 * What a run is asked for, by system properties of the process under test.
 *
 * @param evidence the directory of all files that are judged afterwards
 * @param url the sandbox's WebSocket
 * @param root what its certificate must lead to
 * @param seconds how long to break things, at least
 * @param accounts how many chat, in pairs
 * @param seed decides what is broken
 * @param kills how many kills at least
 * @param messages how many accepted messages at least
 * @param bundles how many restarts of bundles at least
 * @param restarts how many children have to come back at least
 * @param faults how many faults of the sandbox at least
 * @param storage how many troubles of the storage at least
 * @param quiet how many seconds to wait at most for each sign of quiet at the end
 * @param plant a fault to plant: {@code none} or {@code forgetful-inbox}
 */
record Settings(
    Path evidence,
    String url,
    String root,
    int seconds,
    int accounts,
    long seed,
    int kills,
    int messages,
    int bundles,
    int restarts,
    int faults,
    int storage,
    int quiet,
    String plant) {
  /** The planted fault: rows of the inbox are confirmed and never written. */
  static final String FORGETFUL_INBOX = "forgetful-inbox";

  static Settings read() {
    return new Settings(
        Path.of(text("evidence")),
        text("url"),
        text("root"),
        Integer.parseInt(text("seconds")),
        Integer.parseInt(text("accounts")),
        Long.parseLong(text("seed")),
        Integer.parseInt(text("kills")),
        Integer.parseInt(text("messages")),
        Integer.parseInt(text("bundles")),
        Integer.parseInt(text("restarts")),
        Integer.parseInt(text("faults")),
        Integer.parseInt(text("storage")),
        Integer.parseInt(text("quiet")),
        text("plant"));
  }

  boolean forgetful() {
    return plant.equals(FORGETFUL_INBOX);
  }

  private static String text(String name) {
    String value = System.getProperty("chaos." + name);
    if (value == null) {
      throw new IllegalStateException("The property chaos." + name + " is missing.");
    }
    return value;
  }
}
