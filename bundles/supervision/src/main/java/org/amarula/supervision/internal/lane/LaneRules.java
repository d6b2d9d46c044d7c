package org.amarula.supervision.internal.lane;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.amarula.api.AmarulaException;

/**
 * How keyed lanes behave.
 *
 * @param name what one lane is called in an error, for instance {@code sender}
 * @param idle an unused lane ends after this
 * @param maxPending operations that may wait or run on one key; more are refused
 * @param heldAfterCrash whether what ran when a lane crashed still holds the key until it has
 *     ended: true where two at once would do harm
 * @param watch finds operations that do not give their thread back
 * @param isCrash whether an operation's failure crashes its lanes
 * @param crashes is told the key and the cause of each crash
 */
public record LaneRules(
    String name,
    Duration idle,
    int maxPending,
    boolean heldAfterCrash,
    Watch watch,
    Predicate<Throwable> isCrash,
    BiConsumer<Object, Throwable> crashes) {

  /** Lanes that nothing crashes and nobody watches. */
  public static LaneRules plain(Duration idle, int maxPending) {
    return new LaneRules(
        "lane", idle, maxPending, true, Watch.NONE, failure -> false, (key, cause) -> {});
  }

  /** Whether a failure is one that nobody foresaw: an {@code Error}, or an exception of others. */
  public static boolean isUnforeseen(Throwable failure) {
    boolean foreseen =
        failure instanceof AmarulaException
            || failure instanceof CancellationException
            || !(failure instanceof RuntimeException || failure instanceof Error);
    return !foreseen;
  }
}
