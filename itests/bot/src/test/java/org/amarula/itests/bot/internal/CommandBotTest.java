package org.amarula.itests.bot.internal;

import org.amarula.testing.Bot;
import org.amarula.testing.Contact;
import org.amarula.testing.junit.AmarulaExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bot over the real protocol, against a server in this process. */
// tag::test
@ExtendWith(AmarulaExtension.class)
class CommandBotTest {
  @Test
  void answersInAPrivateChat(Bot bot, Contact alice) {
    bot.listens("commands", new CommandBot());
    alice.sends("ping");
    alice.expectReply("pong");
  }
}
// end::test
