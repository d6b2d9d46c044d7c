package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.amarula.api.event.StateChanged;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** Hours in a test of seconds. */
class VirtualTimeTest {
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

      expectLoss(bot, "network-lost");
      kit.advance(Duration.ofHours(1));
      expectLoss(bot, "upgrade-unavailable");
      kit.advance(Duration.ofHours(1));

      bot.awaitOnline();
    }
  }

  private static void expectLoss(Bot bot, String code) {
    bot.expectEvent(
        StateChanged.class,
        change -> change.reason().filter(why -> why.code().equals(code)).isPresent());
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
