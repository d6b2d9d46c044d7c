package org.amarula.api.content;

import java.util.Objects;
import org.amarula.api.jid.Jid;

/**
 * The message that a text answers.
 *
 * @param message which one
 * @param text what it said, for those who do not have it any more; may be empty
 */
public record Quote(MessageRef message, String text) {
  /** No quote. */
  public static final Quote NONE = new Quote(new MessageRef(Jid.SERVER, Jid.SERVER, "none"), "");

  /** Both must be there. */
  public Quote {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(text, "text");
  }

  /** Whether nothing is quoted. */
  public boolean isNone() {
    return equals(NONE);
  }

  @Override
  public String toString() {
    return isNone() ? "Quote[none]" : "Quote[" + message + "]";
  }
}
