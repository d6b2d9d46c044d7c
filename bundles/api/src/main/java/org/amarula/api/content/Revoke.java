package org.amarula.api.content;

import java.util.Objects;

/**
 * A message is deleted for everyone: by its author, or by an administrator of its group. Received
 * ones are by somebody with that right; others are refused before they get here.
 *
 * @param target the message
 */
public record Revoke(MessageRef target) implements Content {
  /** It must be there. */
  public Revoke {
    Objects.requireNonNull(target, "target");
  }

  @Override
  public String kind() {
    return "revoke";
  }
}
