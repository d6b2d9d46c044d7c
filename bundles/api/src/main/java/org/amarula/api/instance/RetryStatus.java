package org.amarula.api.instance;

import java.time.Duration;
import java.util.List;

/**
 * What was asked for again.
 *
 * @param cached how many sent messages are kept for devices that ask
 * @param capacity how many are kept at most
 * @param maxAge how long one is kept
 * @param asked messages that we could not decrypt and asked for, the latest first; since the
 *     connection began
 * @param answered messages of ours that devices asked for, the latest first; since the instance
 *     began
 */
public record RetryStatus(
    int cached, int capacity, Duration maxAge, List<RetryCount> asked, List<RetryCount> answered) {
  /** Copies the lists. */
  public RetryStatus {
    asked = List.copyOf(asked);
    answered = List.copyOf(answered);
  }
}
