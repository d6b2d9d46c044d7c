package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.GroupCreated;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** The conversation is told in the order in which it went, however quick a bot is. */
class ConversationTest {
  /** Answers each change of a group, and thanks who reads. */
  private static final class QuickBot implements ConnectionListener {
    @Override
    public CompletionStage<Void> onEvent(Connection connection, Event event) {
      if (event instanceof GroupCreated created) {
        return connection.send(created.group(), new Text("I am here")).thenAccept(done -> {});
      }
      if (event instanceof GroupParticipantsChanged change) {
        return connection.send(change.group(), new Text("I see")).thenAccept(done -> {});
      }
      return event instanceof ReceiptReceived receipt && receipt.status() == ReceiptStatus.READ
          ? connection.send(receipt.chat(), new Text("thanks")).thenAccept(done -> {})
          : CompletableFuture.completedStage(null);
    }
  }

  @Test
  void whatIsDoneStandsBeforeTheAnswer() {
    try (BotKit kit = BotKit.start()) {
      Bot bot = kit.bot("bot");
      Contact alice = kit.contact("Alice");
      Contact bob = kit.contact("Bob");
      bot.listens(new QuickBot());

      Group team = kit.group("Team", alice, bot);
      alice.in(team).expectReply("I am here");
      team.add(alice, bob);
      alice.in(team).expectReply("I see");
      bot.sends(alice, "news");
      alice.reads(alice.expectReply("news"));
      alice.expectReply("thanks");

      assertThat(kit.conversation().lines().map(line -> line.substring(10)))
          .containsSubsequence(
              "bot is online",
              "Alice creates the group Team",
              "bot → Team: I am here",
              "Alice adds Bob in Team",
              "bot → Team: I see",
              "bot → Alice: news",
              "Alice reads “news”",
              "bot → Alice: thanks");
    }
  }

  @Test
  void whileABotIsPairedOthersTalk() throws Exception {
    BotKit.Builder builder = BotKit.builder().setting("backoff.initial.millis", "2000");
    try (BotKit kit = builder.patience(Duration.ofSeconds(30)).start()) {
      Bot bot = kit.bot("bot");
      Contact alice = kit.contact("Alice");
      bot.listens(new PingBot());
      kit.sandbox().fault(Fault.once(FaultType.REFUSE_UPGRADE));

      CompletableFuture<Bot> second = CompletableFuture.supplyAsync(() -> kit.bot("second"));
      alice.sends("ping");
      alice.expectReply("pong");
      alice.expectSilence();

      second.get(60, TimeUnit.SECONDS).sends(alice, "here I am");
      alice.with(second.join()).expectReply("here I am");
    }
  }
}
