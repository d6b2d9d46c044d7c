package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.amarula.api.event.Paired;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an author of a bot reads when an expectation is not met. */
class FailureTest {
  private BotKit kit = BotKit.builder().patience(Duration.ofSeconds(30)).start();

  @AfterEach
  void end() {
    kit.close();
  }

  private static String failing(Runnable expectation) {
    return catchThrowableOfType(AssertionError.class, expectation::run).getMessage();
  }

  private void impatient() {
    kit.patience(Duration.ofMillis(300));
  }

  @Test
  void aWrongReplyFailsAtOnceAndShowsTheConversation() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    bot.listens(new PingBot());
    alice.sends("ping");

    String message = failing(() -> alice.expectReply("Pong!"));

    assertThat(message)
        .startsWith("Alice expected from bot: “Pong!”, but came “pong”")
        .containsPattern("\\d+\\.\\d{3}  bot is online\n")
        .containsPattern("\\d+\\.\\d{3}  Alice → bot: ping\n *\\d+\\.\\d{3}  bot → Alice: pong\n")
        .endsWith("Expected: Alice expected from bot: “Pong!”\nCame:     “pong”");
  }

  @Test
  void aReplyThatDoesNotComeNamesWhatTheListenerThrew() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    bot.listens(new PingBot());
    alice.sends("fail");
    alice.expectSilence();
    impatient();

    String message = failing(alice::nextReply);

    assertThat(message)
        .contains("but came nothing within 0.3 s")
        .contains(
            "bot's listener failed on “fail”: java.lang.IllegalStateException: asked to fail");
  }

  @Test
  void silenceIsBrokenByWhatNobodyExpected() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    bot.listens(new PingBot());
    alice.sends("ping");

    assertThat(failing(alice::expectSilence))
        .startsWith("Alice expected silence from bot, but came “pong”");
  }

  @Test
  void silenceIsNotBelievedWhileAMessageIsUndealtWith() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    bot.listens(new PingBot());
    kit.faults().loseMessage(alice, bot);
    alice.sends("ping");
    impatient();

    assertThat(failing(alice::expectSilence)).contains("have not dealt with [“ping”]");
  }

  @Test
  void groupsEditsAndQuotesAreShownInWords() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    Group team = kit.group("Team", alice, bot);
    ChatMessage question = alice.in(team).mentions(bot, "well?");
    alice.in(team).edits(question, "so?");
    alice.in(team).reactsTo(question, "+");
    alice.in(team).answers(question, "waiting\nstill");
    alice.in(team).revokes(question);

    assertThat(kit.conversation())
        .contains("Alice creates the group Team")
        .contains("Alice → Team: @bot well?")
        .contains("Alice → Team: edits “@bot well?” to “so?”")
        .contains("Alice → Team: reacts + to “@bot well?”")
        .contains("Alice → Team: (to “@bot well?”) waiting\n            still")
        .contains("Alice → Team: revokes “@bot well?”");
  }

  @Test
  void eventsAndStatesThatDoNotComeAreNamed() {
    Bot bot = kit.bot("bot");
    Contact alice = kit.contact("Alice");
    bot.expectEvent(Paired.class);
    ChatMessage news = alice.sends("news");
    bot.expectMessage("news");
    alice.expectDelivered(news);
    impatient();

    assertThat(failing(() -> bot.expectEvent(Paired.class))).contains("an event Paired that fits");
    assertThat(failing(() -> alice.expectRead(news))).contains("Alice expected “news” to be read");
  }

  @Test
  void aViolationIsAFailureUnlessTheKitIsLenient() {
    kit.verify();
    RudeClient.call(kit.sandbox());
    assertThat(failing(kit::verify))
        .contains("The server expected no violation of the protocol")
        .contains("prologue");

    kit.close();
    kit = BotKit.builder().lenient().start();
    RudeClient.call(kit.sandbox());
    kit.verify();
    assertThat(kit.sandbox().violations()).isNotEmpty();
  }
}
