package org.amarula.sandbox.internal.record;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.amarula.codec.Node;

/**
 * The last stanzas of all clients, as lines of time, direction, client and redacted node; nothing
 * is kept before it is switched on. Confined to the lane.
 */
public final class Transcript {
  private static final int KEPT = 20_000;

  private final Clock clock;
  private final Deque<Line> lines = new ArrayDeque<>();
  private boolean on;

  /** Starts switched off. */
  public Transcript(Clock clock) {
    this.clock = clock;
  }

  /** Switches it on or off; what was kept stays. */
  public void keep(boolean wanted) {
    on = wanted;
  }

  /** A client sent a stanza. */
  public void received(String client, Node node) {
    add(client, "-> ", node);
  }

  /** A stanza went to a client. */
  public void sent(String client, Node node) {
    add(client, "<- ", node);
  }

  private void add(String client, String direction, Node node) {
    if (on) {
      String shown = client.replaceAll("[0-9]+(?=[0-9]{2}:)", "…");
      lines.addLast(
          new Line(client, clock.instant() + " " + shown + " " + direction + NodeText.of(node)));
      if (lines.size() > KEPT) {
        lines.removeFirst();
      }
    }
  }

  /** The lines of one account's clients, or of all when the phone number is empty. */
  public List<String> lines(String phone) {
    return lines.stream()
        .filter(line -> phone.isEmpty() || line.client.startsWith(phone + ":"))
        .map(line -> line.text)
        .toList();
  }

  private record Line(String client, String text) {}
}
