package org.amarula.launcher;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two accounts pair with the local server and write to each other: the lines that a user would
 * type, with what the earlier lines printed filled in.
 */
final class Demo {
  private static final String ALICE = "alice";
  private static final String BOB = "bob";

  private final Shell shell;
  private final Supplier<String> printed;

  /**
   * A demo.
   *
   * @param shell runs the lines
   * @param printed what the lines have printed since it was last asked
   */
  Demo(Shell shell, Supplier<String> printed) {
    this.shell = shell;
    this.printed = printed;
  }

  /** Runs to its end; false as soon as a line fails. */
  boolean run() {
    try {
      play();
      return true;
    } catch (LineFailedException e) {
      return false;
    }
  }

  private void play() {
    String server = type("sandbox-start --json");
    String settings =
        "url=" + field(server, "url") + " root.public.key=" + field(server, "rootPublicKey");
    String alice = pair(ALICE, settings);
    String bob = pair(BOB, settings);
    type("list");
    type("send alice " + bob + " 'Hello Bob, this is Alice.'");
    type("read bob --wait 1");
    type("send bob " + alice + " 'Hello Alice, I can read you.'");
    type("read alice --wait 1");
    for (String profile : List.of(ALICE, BOB)) {
      type("events " + profile);
      type("tree " + profile);
    }
  }

  // Answers the account's phone number.
  private String pair(String profile, String settings) {
    type("start " + profile + " " + settings);
    type("wait " + profile + " pairing --timeout 20");
    type("pair " + profile);
    type("sandbox-scan " + profile);
    type("wait " + profile + " online --timeout 30");
    String address = field(type("info " + profile + " --json"), "address");
    return address.replaceAll("[:@].*", "");
  }

  private String type(String line) {
    if (!shell.typed(line)) {
      throw new LineFailedException();
    }
    return printed.get();
  }

  /** The text of a field in JSON that holds no escapes in it. */
  static String field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new LineFailedException();
    }
    return matcher.group(1);
  }

  private static final class LineFailedException extends RuntimeException {
    LineFailedException() {
      super("A line of the demo failed.", null, false, false);
    }
  }
}
