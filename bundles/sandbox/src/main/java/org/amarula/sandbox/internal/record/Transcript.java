package org.amarula.sandbox.internal.record;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last stanzas of all clients, as lines of time, client, direction and redacted node. Confined
 * to the lane.
 */
final class Transcript {
  private static final int KEPT = 20_000;

  private final Clock clock;
  private final Deque<Line> lines = new ArrayDeque<>();

  Transcript(Clock clock) {
    this.clock = clock;
  }

  String line(String client, String direction, String what) {
    String shown = client.replaceAll("[0-9]+(?=[0-9]{2}:)", "…");
    return clock.instant() + " " + shown + " " + direction + what;
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
