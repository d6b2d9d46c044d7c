package org.amarula.messaging.internal.retry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.jid.Jid;

/** Tables of how often a message was asked for, by {@code id/address}, as others see them. */
final class RetryCounts {
  private RetryCounts() {}

  /** The last entries of a table in the order of its changes, the latest first. */
  static List<RetryCount> latest(Map<String, Integer> counts, int most) {
    List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
    List<Map.Entry<String, Integer>> last =
        new ArrayList<>(entries.subList(Math.max(0, entries.size() - most), entries.size()));
    Collections.reverse(last);
    return last.stream().map(RetryCounts::of).toList();
  }

  // An address holds no slash, an id may.
  private static RetryCount of(Map.Entry<String, Integer> entry) {
    int slash = entry.getKey().lastIndexOf('/');
    String who = Jid.parse(entry.getKey().substring(slash + 1)).redacted();
    return new RetryCount(entry.getKey().substring(0, slash), who, entry.getValue());
  }
}
