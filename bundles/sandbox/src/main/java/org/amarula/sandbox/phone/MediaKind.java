package org.amarula.sandbox.phone;

import java.util.Arrays;
import java.util.Locale;

/** What a file is sent as. */
public enum MediaKind {
  /** A picture. */
  IMAGE,
  /** A film. */
  VIDEO,
  /** A piece of sound. */
  AUDIO,
  /** A voice note. */
  VOICE,
  /** Any file with a name. */
  DOCUMENT,
  /** A sticker. */
  STICKER;

  /** The name in requests and commands. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this name; {@link IllegalArgumentException} when there is none. */
  public static MediaKind of(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no kind of media " + text + "."));
  }
}
