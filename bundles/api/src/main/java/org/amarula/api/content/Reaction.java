package org.amarula.api.content;

import java.util.Objects;

/**
 * One author's reaction to a message; a later one of the same author takes its place.
 *
 * @param target the message
 * @param emoji the reaction; empty takes an earlier one back
 */
public record Reaction(MessageRef target, String emoji) implements Content {
  /** Both must be there. */
  public Reaction {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(emoji, "emoji");
  }

  /** Whether this takes an earlier reaction back. */
  public boolean isRemoval() {
    return emoji.isEmpty();
  }

  @Override
  public String kind() {
    return "reaction";
  }

  @Override
  public String toString() {
    return "Reaction[to " + target + "]";
  }
}
