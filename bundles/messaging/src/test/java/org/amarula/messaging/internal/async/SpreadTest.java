package org.amarula.messaging.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Test
  void fewItemsAreDoneAtOnce() {
    CompletionStage<List<Integer>> results =
        Spread.over(List.of(1, 2), item -> 2 * item, tasks::add);

    assertThat(results).isCompletedWithValue(List.of(2, 4));
    assertThat(tasks).isEmpty();
  }

  @Test
  void manyItemsAreSharedOutAndStayInOrder() {
    List<Integer> items = IntStream.range(0, 3 * Spread.SHARE + 1).boxed().toList();

    CompletionStage<List<Integer>> results = Spread.over(items, item -> item, tasks::add);

    assertThat(tasks).hasSize(4);
    while (!tasks.isEmpty()) {
      assertThat(results).isNotDone();
      tasks.removeLast().run();
    }
    assertThat(results).isCompletedWithValue(items);
  }

  @Test
  void failureOfOneShareFailsTheStage() {
    List<Integer> items = IntStream.range(0, 2 * Spread.SHARE).boxed().toList();

    CompletionStage<List<Integer>> results =
        Spread.over(items, item -> 1 / (item - 20), Runnable::run);

    assertThat(results).isCompletedExceptionally();
  }
}
