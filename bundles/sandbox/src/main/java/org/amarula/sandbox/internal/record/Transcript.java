package org.amarula.sandbox.internal.record;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The last stanzas of all clients, as lines of time, client, direction and redacted node. Confined
 * to the lane.
 */
final class Transcript {
  private static final int KEPT = 20_000;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?=[0-9]{2}:)");

  private final Clock clock;
  private final Deque<Line> lines = new ArrayDeque<>();

  Transcript(Clock clock) {
    this.clock = clock;
  }

  String line(String client, String direction, String what) {
    return clock.instant() + " " + shown(client) + " " + direction + what;
  }

  /** The last two digits of a number tell clients apart. */
  static String shown(String client) {
    return NUMBER.matcher(client).replaceAll("…");
  }

  void add(String client, String line) {
    lines.addLast(new Line(client, line));
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }

  List<String> lines(String phone) {
    return lines.stream()
        .filter(line -> phone.isEmpty() || line.client.startsWith(phone + ":"))
        .map(line -> line.text)
        .toList();
  }

  private record Line(String client, String text) {}
}
