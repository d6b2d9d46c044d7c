package org.amarula.benchmarks.fanout;

import java.util.Map;
import java.util.TreeMap;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;

/** The most that one message to a group asked of the store, by the kind of message. */
final class Most {
  private final Map<String, Integer> reads = new TreeMap<>();
  private final Map<String, Integer> commits = new TreeMap<>();
  private int most;

  void add(String kind, CountingStorage storage) {
    reads.merge(kind, storage.reads(), Math::max);
    commits.merge(kind, storage.commits(), Math::max);
    most = Math.max(most, storage.reads() + storage.commits());
  }

  /** What was counted so far is told, but not judged. */
  void restart() {
    most = 0;
  }

  String measured() {
    Measured measured = Measured.of(Goal.G14, most);
    reads.forEach((kind, count) -> measured.with(kind + "Reads", count));
    commits.forEach((kind, count) -> measured.with(kind + "Commits", count));
    return measured.toLine();
  }
}
