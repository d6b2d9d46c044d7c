package org.amarula.itests.bot.internal;

import org.amarula.testing.Bot;
import org.amarula.testing.BotKit;
import org.amarula.testing.ChatMessage;
import org.amarula.testing.Contact;
import org.amarula.testing.Faults;
import org.amarula.testing.Group;
import org.amarula.testing.junit.AmarulaExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bot in groups and on bad days. */
@ExtendWith(AmarulaExtension.class)
class CommandBotStoriesTest {
  @BeforeEach
  void listen(Bot bot) {
    bot.listens("commands", new CommandBot());
  }

  // tag::group
  @Test
  void speaksInAGroupWhenItIsMentioned(BotKit kit, Bot bot, Contact alice, Contact bob) {
    Group team = kit.group("Team", alice, bob, bot);
    alice.in(team).sends("ping");
    alice.in(team).expectSilence();
    bob.in(team).mentions(bot, "echo hello all");
    alice.in(team).expectReply("hello all");
  }

  // end::group

  // tag::trouble
  @Test
  void losesNoCommandOnABadDay(Bot bot, Contact alice, Faults faults) {
    faults.damageMessage(alice, bot);
    alice.sends("ping");
    alice.expectReply("pong");
    bot.stop();
    alice.sends("echo still here");
    bot.start();
    alice.expectReply("still here");
  }

  // end::trouble

  @Test
  void helpsWhoAsksForWhatItDoesNotKnow(Contact alice) {
    ChatMessage question = alice.sends("what can you do?");
    alice.expectAnswerTo(question, "I know: help, ping, echo TEXT");
    alice.sends("echo");
    alice.expectReplyContaining("echo TEXT");
    alice.sends("  ");
    alice.expectSilence();
  }
}
