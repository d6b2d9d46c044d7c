package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.amarula.api.event.StateChanged;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** Hours in a test of seconds. */
class VirtualTimeTest {
  private static final Duration LEEWAY = Duration.ofSeconds(1); // time moves while one waits

  @Test
  void aDelayedMessageComesWhenItsTimeHasPassed() {
    try (BotKit kit = BotKit.builder().virtualTime().patience(Duration.ofSeconds(60)).start()) {
      Bot bot = kit.bot("bot");
      Contact alice = kit.contact("Alice");
      bot.listens(new PingBot());
      kit.faults().delayMessage(alice, bot, Duration.ofHours(2));
      alice.sends("ping");
      alice.sends("first");
      alice.expectReplyContaining("first");

      kit.advance(Duration.ofHours(2));

      alice.expectReply("pong");
      assertThat(kit.conversation()).contains("time passes: PT2H").contains("\n72");
      kit.verify();
    }
  }

  @Test
  void theBotComesBackAfterItsBackOff() {
    BotKit.Builder builder =
        BotKit.builder()
            .virtualTime()
            .patience(Duration.ofSeconds(60))
            .setting("backoff.initial.millis", "600000")
            .setting("backoff.max.seconds", "3600");
    try (BotKit kit = builder.start()) {
      Bot bot = kit.bot("bot");
      kit.faults().arm(Fault.once(FaultType.REFUSE_UPGRADE));
      kit.faults().drop(bot);

      advanceToTheAttemptAfter(expectLoss(bot, "network-lost"), kit);
      advanceToTheAttemptAfter(expectLoss(bot, "upgrade-unavailable"), kit);

      bot.awaitOnline();
    }
  }

  private static StateChanged expectLoss(Bot bot, String code) {
    return bot.expectEvent(
        StateChanged.class,
        change -> change.reason().filter(why -> why.code().equals(code)).isPresent());
  }

  // Not before it is planned, and no further: what passes beyond it passes for its deadlines, too.
  private static void advanceToTheAttemptAfter(StateChanged lost, BotKit kit) {
    Instant planned = lost.retryAt().orElseThrow();
    Instant end = planned.plus(LEEWAY);
    kit.await(
        () -> kit.virtual().isPlanned(planned, end), "an attempt planned", () -> "nothing is");
    kit.advance(Duration.between(kit.virtual().now(), end));
  }

  @Test
  void realTimeCannotBeAdvanced() {
    try (BotKit kit = BotKit.start()) {
      assertThatThrownBy(() -> kit.advance(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("virtualTime()");
    }
  }
}
