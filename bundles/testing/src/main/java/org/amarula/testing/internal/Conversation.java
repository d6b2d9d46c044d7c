package org.amarula.testing.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was said and what happened, line by line, to be shown to people. Thread-safe. */
public final class Conversation {
  private static final int SHOWN = 200;
  private static final int LONGEST_QUOTE = 40;

  private final Clock clock;
  private final Instant start;
  private final List<String> lines = new ArrayList<>(); // guarded by this
  private final Map<String, String> texts = new HashMap<>(); // guarded by this

  /** An empty one that begins now. */
  public Conversation(Clock clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Something happened. */
  public synchronized void happened(String line) {
    double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
    lines.add(String.format(Locale.ROOT, "%8.3f  %s", seconds, line));
  }

  /** A message was sent; it can be told by {@link #quote} from now on. */
  public void said(String author, String chat, Said said) {
    synchronized (this) {
      texts.put(said.id(), said.text());
    }
    happened(author + " → " + chat + ": " + phrase(said));
  }

  private String phrase(Said said) {
    switch (said.kind()) {
      case "text":
        String text = said.text().replace("\n", "\n" + " ".repeat(12));
        return said.target().isEmpty() ? text : "(to " + quote(said.target()) + ") " + text;
      case "reaction":
        return said.text().isEmpty()
            ? "takes the reaction to " + quote(said.target()) + " back"
            : "reacts " + said.text() + " to " + quote(said.target());
      case "edit":
        return "edits " + quote(said.target()) + " to “" + said.text() + "”";
      case "revoke":
        return "revokes " + quote(said.target());
      default:
        return "[" + said.kind() + (said.text().isEmpty() ? "" : " “" + said.text() + "”") + "]";
    }
  }

  /** A message in short. */
  public synchronized String quote(String id) {
    String text = texts.get(id);
    return text == null ? "message " + id : "“" + shorten(text) + "”";
  }

  private static String shorten(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE - 1) + "…";
  }

  /** The last lines, oldest first. */
  public synchronized String text() {
    int from = Math.max(0, lines.size() - SHOWN);
    String shown = String.join("\n", lines.subList(from, lines.size()));
    return from == 0 ? shown : "     ...  (" + from + " lines before)\n" + shown;
  }

  /**
   * One message.
   *
   * @param target the id of the message that it is about, or empty
   */
  public record Said(String id, String kind, String text, String target) {}
}
