package org.amarula.messaging.internal.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StagesTest {
  /** Whoever waits for the end, as the writer of confirmations does, must be told of any end. */
  @Test
  void anErrorOfTheWorkFailsTheStage() {
    AssertionError thrown = new AssertionError("on purpose");

    CompletableFuture<Void> stage =
        Stages.<Void>begin(
                () -> {
                  throw thrown;
                })
            .toCompletableFuture();

    assertThat(stage).isCompletedExceptionally();
    assertThat(stage.handle((none, error) -> error).join()).isSameAs(thrown);
  }
}
