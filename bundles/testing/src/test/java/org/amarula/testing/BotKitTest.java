package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.amarula.api.connection.Connection;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.ReceiptStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What contacts and bots do together, by the plain API. */
class BotKitTest {
  private final BotKit kit = BotKit.builder().patience(Duration.ofSeconds(30)).start();
  private final PingBot pings = new PingBot();
  private Bot bot;
  private Contact alice;

  @BeforeEach
  void meet() {
    bot = kit.bot("bot");
    alice = kit.contact("Alice");
    bot.listens(pings);
  }

  @AfterEach
  void end() {
    try (kit) {
      kit.verify();
    }
  }

  @Test
  void aContactIsAnsweredAndToldWhatBecameOfItsMessage() {
    ChatMessage ping = alice.sends("ping");

    ChatMessage pong = alice.expectReply("pong");

    alice.expectDelivered(ping);
    alice.reads(pong);
    assertThat(bot.expectReceipt(pong, ReceiptStatus.READ).ids()).containsExactly(pong.id());
    alice.expectSilence();
  }

  @Test
  void aBotMaySpeakFirst() {
    ChatMessage news = bot.sends(alice, "good morning");

    assertThat(alice.expectReply("good morning").id()).isEqualTo(news.id());
    bot.expectReceipt(news, ReceiptStatus.DELIVERED);
  }

  @Test
  void aBotReactsEditsAndRevokes() {
    ChatMessage liked = alice.sends("like");
    alice.expectReaction(liked, "+");
    ChatMessage news = bot.sends(alice, "good mourning");
    alice.expectReply("good mourning");

    bot.connection().edit(news.ref(alice.jid()), new Text("good morning"));
    alice.expectEdit(news, "good morning");
    bot.connection().revoke(news.ref(alice.jid()));
    alice.expectRevoke(news);
  }

  @Test
  void aContactReactsEditsRevokesAndSendsPictures() {
    ChatMessage quiet = alice.sends("quiet");
    alice.reactsTo(quiet, "+");
    alice.expectReply("thanks for +");
    alice.edits(quiet, "loud");
    alice.expectReply("so it is loud");
    alice.revokes(quiet);
    alice.expectReply("never mind");
    alice.sendsImage("pixels".getBytes(StandardCharsets.UTF_8), "image/png", "look");
    alice.expectReplyMatching("imageMessage of [0-9]+ bytes");
  }

  @Test
  void inGroupsEachMemberSeesWhatTheBotSays() {
    Contact bob = kit.contact("Bob");
    Group team = kit.group("Team", alice, bob, bot);
    bob.in(team).sends("hello all");
    bob.in(team).expectSilence();

    ChatMessage question = alice.in(team).mentions(bot, "are you there?");

    alice.in(team).expectAnswerTo(question, "here");
    bob.in(team).expectAnswerTo(question, "here");
    alice.expectSilence();
    team.remove(alice, bob);
    bot.sends(team, "one less");
    alice.in(team).expectReply("one less");
    bob.in(team).expectSilence();
  }

  @Test
  void groupsChangeInTheHandsOfTheirMembers() {
    Contact bob = kit.contact("Bob");
    Group team = kit.group("Team", alice, bot);
    team.add(alice, bob);
    team.promote(alice, bob, bot);
    team.demote(bob, bot);
    assertThat(team.members()).containsExactly(alice.phone(), bot.phone(), bob.phone());

    team.leave(alice);
    bot.sends(team, "bye");

    bob.in(team).expectReply("bye");
    alice.in(team).expectSilence();
    assertThat(kit.conversation()).contains("Bob demotes bot in Team");
    assertThatThrownBy(() -> team.remove(bot, bob)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoBotsHaveTwoChats() {
    Bot second = kit.bot("second");
    second.listens(pings);

    alice.with(second).sends("ping");

    alice.with(second).expectReply("pong");
    alice.with(bot).expectSilence();
  }

  @Test
  void whatIsSentWhileTheBotIsAwayArrivesAfterItsReturn() {
    bot.stop();
    alice.sends("ping");
    bot.start();
    alice.expectReply("pong");

    bot.disconnect();
    alice.sends("ping");
    bot.connect();
    alice.expectReply("pong");
  }

  @Test
  void aBotSurvivesCrashesAndANewProcess() {
    Connection before = bot.connection();
    bot.crash();
    alice.sends("ping");
    alice.expectReply("pong");
    assertThat(bot.connection()).isNotSameAs(before);

    kit.restartClient();
    alice.sends("ping");
    alice.expectReply("pong");
    assertThat(kit.conversation()).contains("the client is started anew");
  }

  @Test
  void durableListenersGetWhatCameWhileTheyWereAway() {
    PingBot durable = new PingBot();
    bot.forgets(pings);
    bot.listens("pings", durable);
    bot.forgets(durable);
    alice.sends("ping");
    bot.expectMessage("ping");
    alice.expectSilence();

    bot.listens("pings", durable);

    alice.expectReply("pong");
  }

  @Test
  void faultsHitTheOneMessageThatTheyAreFor() {
    kit.faults().loseMessage(alice, bot);
    alice.sends("quiet");
    kit.faults().damageMessage(alice, bot);
    alice.sends("ping");
    alice.expectReply("pong");
    kit.faults().damageMessage(bot, alice);
    alice.sends("like");
    assertThat(alice.nextReply().kind()).isEqualTo("reaction");
    kit.faults().duplicateMessage(alice, bot);
    alice.sends("ping");
    alice.expectReply("pong");
    bot.loseConnection();
    alice.sends("twice?");
    alice.expectReplyContaining("twice");
    assertThat(kit.faults().disarm()).isZero();
    assertThat(bot.expectMessage("twice?")).isInstanceOf(MessageReceived.class);
  }
}
