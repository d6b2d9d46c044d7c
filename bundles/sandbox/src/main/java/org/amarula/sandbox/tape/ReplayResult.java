package org.amarula.sandbox.tape;

import java.util.List;

/**
 * How a replay went.
 *
 * @param sent how many stanzas the client was sent
 * @param matched how many of the client's stanzas were the expected ones
 * @param unexpected what the client sent besides, as its tags
 * @param missing what it should have sent and did not, as tags; empty after a whole replay
 */
public record ReplayResult(int sent, int matched, List<String> unexpected, List<String> missing) {
  /** Keeps the lists. */
  public ReplayResult {
    unexpected = List.copyOf(unexpected);
    missing = List.copyOf(missing);
  }

  /** Whether the client did all that it did when the tape was written, and nothing else. */
  public boolean same() {
    return unexpected.isEmpty() && missing.isEmpty();
  }
}
