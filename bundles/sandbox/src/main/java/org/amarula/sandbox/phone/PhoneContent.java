package org.amarula.sandbox.phone;

import java.util.List;
import java.util.Objects;
import org.amarula.api.Bytes;

/**
 * What a simulated phone writes. Accounts are phone numbers in digits; messages are named by the id
 * that {@code send} or a {@link org.amarula.sandbox.report.ReceivedMessage} told.
 */
public sealed interface PhoneContent {
  /**
   * A text.
   *
   * @param text what it says
   * @param mentions the accounts that it mentions
   * @param quoted the message that it answers, or empty
   */
  record Text(String text, List<String> mentions, String quoted) implements PhoneContent {
    /** All parts must be there. */
    public Text {
      Objects.requireNonNull(text, "text");
      mentions = List.copyOf(mentions);
      Objects.requireNonNull(quoted, "quoted");
    }

    /** A text that mentions nobody and answers nothing. */
    public Text(String text) {
      this(text, List.of(), "");
    }
  }

  /**
   * A reaction to a message.
   *
   * @param emoji empty takes an earlier one back
   */
  record Reaction(String target, String emoji) implements PhoneContent {}

  /** Another text for a message. A phone does not ask whether the message is its own. */
  record Edit(String target, String text) implements PhoneContent {}

  /** A message is deleted for everyone. A phone does not ask whether it may do that. */
  record Revoke(String target) implements PhoneContent {}

  /**
   * A picture, encrypted and put on the media store.
   *
   * @param caption the text below it, or empty
   */
  record Image(Bytes content, String mimeType, String caption) implements PhoneContent {}

  /** Any file, encrypted and put on the media store. */
  record Media(PhoneMedia file) implements PhoneContent {}

  /**
   * Anything else.
   *
   * @param message a serialized {@code Message}
   */
  record Raw(Bytes message) implements PhoneContent {}
}
