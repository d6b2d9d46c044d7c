package org.amarula.messaging.internal.receive;

import java.util.Optional;
import org.amarula.api.content.Content;

/** What was found in a message: content for the consumers, a duty for us, or a refusal. */
public final class Reading {
  private final Content content; // null when there is nothing to show
  private final boolean history;
  private final String refusal;

  Reading(Optional<Content> content, boolean history, String refusal) {
    this.content = content.orElse(null);
    this.history = history;
    this.refusal = refusal;
  }

  static Reading refused(String reason) {
    return new Reading(Optional.empty(), false, reason);
  }

  /** What the consumers see. */
  public Optional<Content> content() {
    return Optional.ofNullable(content);
  }

  /** Whether our phone told of history, which has a receipt of its own. */
  boolean history() {
    return history;
  }

  /** Why the message was dropped, or empty. */
  String refusal() {
    return refusal;
  }
}
