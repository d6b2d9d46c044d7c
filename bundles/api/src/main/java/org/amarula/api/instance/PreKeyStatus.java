package org.amarula.api.instance;

import java.time.Instant;
import java.util.Optional;

/**
 * The keys that others begin sessions with: one-time pre-keys and the signed one.
 *
 * @param next the id of the next one-time key to be made
 * @param firstUnuploaded the first id that the server may not have; equal to {@code next} when it
 *     has them all
 * @param kept how many one-time keys are kept, used ones excluded
 * @param told what the server said last since the connection began, or null; see {@link #server()}
 * @param signedId the id of the signed pre-key
 * @param signedSince when it was made; the epoch when that is not known
 * @param signedConfirmed whether the server is known to have it
 */
public record PreKeyStatus(
    int next,
    int firstUnuploaded,
    long kept,
    OnServer told,
    int signedId,
    Instant signedSince,
    boolean signedConfirmed) {
  /**
   * How many one-time keys the server had.
   *
   * @param count its word
   * @param at when it said so
   */
  public record OnServer(long count, Instant at) {}

  /** What the server said last about how many it has, if it said something. */
  public Optional<OnServer> server() {
    return Optional.ofNullable(told);
  }
}
