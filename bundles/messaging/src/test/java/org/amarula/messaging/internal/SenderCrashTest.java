package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.amarula.api.CrashedException;
import org.amarula.api.content.Text;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A send fails only when its message will never be sent. */
class SenderCrashTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
  }

  private CompletableFuture<SendResult> begin(String text) {
    return alice.messenger().send(bob.pn(), new Text(text)).toCompletableFuture();
  }

  @Test
  void crashAtAnyStepTellsTheTruth() {
    int unknown = 0;
    int failed = 0;
    for (int steps = 0; steps < 40; steps++) {
      CompletableFuture<SendResult> send = begin("after " + steps);
      server.steps().run(steps);
      alice.crashSenders();
      server.steps().run();
      boolean delivered = bob.texts().contains("after " + steps);
      if (send.isCompletedExceptionally()) {
        assertThat(delivered).as("delivered after a failure at step %d", steps).isFalse();
        failed++;
      } else if (send.join() instanceof SendResult.OutcomeUnknown) {
        unknown++;
      } else {
        assertThat(delivered).as("delivered when acknowledged before step %d", steps).isTrue();
      }
    }
    assertThat(failed).as("crashes before the stanza was written").isPositive();
    assertThat(unknown).as("crashes before it was acknowledged").isPositive();
  }

  @Test
  void failureNamesTheCrash() {
    CompletableFuture<SendResult> send = begin("never");
    alice.crashSenders();
    server.steps().run();
    assertThatThrownBy(send::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(CrashedException.class);
    assertThat(bob.texts()).doesNotContain("never");
  }

  @Test
  void nextSendIsNotHeldUp() {
    begin("never");
    alice.crashSenders();
    assertThat(alice.send(bob.pn(), "again")).isInstanceOf(SendResult.Accepted.class);
  }
}
