package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** Hours in a test of seconds. */
class VirtualTimeTest {
  private static final int MOST_HOURS = 200;

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
      expectStates(
          bot,
          ConnectionState.CONNECTING,
          ConnectionState.DISCONNECTED,
          ConnectionState.CONNECTING,
          ConnectionState.ONLINE); // the pairing, the restart behind it, the login
      kit.faults().arm(Fault.once(FaultType.REFUSE_UPGRADE));
      kit.faults().drop(bot);
      expectStates(bot, ConnectionState.DISCONNECTED);

      // Hours that pass while it connects pass for its deadlines, too: an attempt may be lost.
      int hours = 0;
      while (bot.connection().state() != ConnectionState.ONLINE && hours < MOST_HOURS) {
        kit.advance(Duration.ofHours(1));
        LockSupport.parkNanos(250_000_000); // what the hour has set off runs in real time
        hours++;
      }

      assertThat(bot.connection().state()).isEqualTo(ConnectionState.ONLINE);
      assertThat(hours).isPositive();
    }
  }

  private static void expectStates(Bot bot, ConnectionState... states) {
    for (ConnectionState state : states) {
      bot.expectEvent(StateChanged.class, change -> change.state() == state);
    }
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
