package org.amarula.supervision.internal.callback;

import java.time.Duration;

/**
 * The bounds of the callback threads.
 *
 * @param threads how many there are while nobody holds one
 * @param limit how long one call may take
 * @param replacements how many more there may be for those that are held
 */
public record CallbackSettings(int threads, Duration limit, int replacements) {
  /** Four threads, 30 seconds, 16 replacements. */
  public static final CallbackSettings STANDARD =
      new CallbackSettings(4, Duration.ofSeconds(30), 16);
}
