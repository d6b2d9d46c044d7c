package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/** One sender has one record of sender keys, whichever name arrives (spec/signal.md 8.3). */
class GroupNamesTest {
  private final ScriptedServer server = new ScriptedServer();

  @Test
  void senderKeyFollowsItsSenderToTheHiddenId() {
    server.hideLids(true);
    server.groups().hideAliases(true);
    TestDevice dave = server.device("1004", 0);
    TestDevice erin = server.device("1005", 0);
    Jid numbered = server.groups().create(dave, erin);
    server.groups().nameByLid(numbered, false);
    dave.send(numbered, "by number");
    server.steps().run();
    assertThat(erin.storage().scan(Tables.SENDER_KEY, "1004", "", 9)).hasSize(1);
    server.hideLids(false);
    server.groups().hideAliases(false);
    dave.send(numbered, "still by number, and the hidden id told");
    server.steps().run();
    assertThat(erin.texts())
        .containsExactly("by number", "still by number, and the hidden id told");
    assertThat(erin.events(MessageUnreadable.class)).isEmpty();
    assertThat(erin.storage().scan(Tables.SENDER_KEY, "1004", "", 9)).isEmpty();
    assertThat(erin.storage().scan(Tables.SENDER_KEY, "91004_1.0", "", 9)).hasSize(1);
  }
}
