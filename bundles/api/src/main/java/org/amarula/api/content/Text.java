package org.amarula.api.content;

import java.util.List;
import java.util.Objects;
import org.amarula.api.jid.Jid;

/**
 * Plain text. Its {@code toString} tells the length only.
 *
 * @param text the text, as typed; not empty
 * @param mentions the accounts that it mentions; each appears in the text as {@code @USER}
 * @param quote the message that it answers, or {@link Quote#NONE}
 */
public record Text(String text, List<Jid> mentions, Quote quote) implements Content {
  /** Refuses an empty text. */
  public Text {
    if (Objects.requireNonNull(text, "text").isEmpty()) {
      throw new IllegalArgumentException("A text message needs at least one character.");
    }
    mentions = List.copyOf(mentions);
    Objects.requireNonNull(quote, "quote");
  }

  /** A text that mentions nobody and answers nothing. */
  public Text(String text) {
    this(text, List.of(), Quote.NONE);
  }

  /** This text as the answer to a message. */
  public Text quoting(Quote answered) {
    return new Text(text, mentions, answered);
  }

  /** This text with the accounts that it mentions. */
  public Text mentioning(List<Jid> mentioned) {
    return new Text(text, mentioned, quote);
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
