package org.amarula.api.content;

import java.util.Objects;

/**
 * Plain text. Its {@code toString} tells the length only.
 *
 * @param text the text, as typed; not empty
 */
public record Text(String text) implements Content {
  /** Refuses an empty text. */
  public Text {
    if (Objects.requireNonNull(text, "text").isEmpty()) {
      throw new IllegalArgumentException("A text message needs at least one character.");
    }
  }

  @Override
  public String kind() {
    return "text";
  }

  @Override
  public String toString() {
    return "Text[" + text.length() + " characters]";
  }
}
