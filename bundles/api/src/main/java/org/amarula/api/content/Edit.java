package org.amarula.api.content;

import java.util.Objects;

/**
 * A message of the same author says something else now. Received ones are of the message's own
 * author; others are refused before they get here.
 *
 * @param target the message
 * @param content what it says from now on; no reaction, edit or revocation
 */
public record Edit(MessageRef target, Content content) implements Content {
  /** Refuses content that cannot be in a message's place. */
  public Edit {
    Objects.requireNonNull(target, "target");
    if (content instanceof Edit || content instanceof Revoke || content instanceof Reaction) {
      throw new IllegalArgumentException("A message cannot be edited to a " + content.kind() + ".");
    }
    Objects.requireNonNull(content, "content");
  }

  @Override
  public String kind() {
    return "edit";
  }

  @Override
  public String toString() {
    return "Edit[of " + target + "]";
  }
}
