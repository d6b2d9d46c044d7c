package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.amarula.api.event.Aliases;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events carry both names of those in them where these are known. */
class EventNamesTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice tablet;
  private TestDevice bob;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0);
    tablet = server.device("1001", 4);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
  }

  private static void assertNamed(Aliases aliases, TestDevice who) {
    assertThat(aliases.of(who.lid())).contains(who.pn().toUser());
    assertThat(aliases.phoneNumber(who.lid())).isEqualTo(who.pn().toUser());
  }

  @Test
  void messageNamesChatAndAuthorTwiceAlsoAfterARestart() {
    MessageReceived received = bob.received().get(0);
    assertThat(received.author()).isEqualTo(alice.lid());
    assertNamed(received.aliases(), alice);
    MessageReceived copy = tablet.received().get(0);
    assertThat(copy.chat()).isEqualTo(bob.lid());
    assertNamed(copy.aliases(), bob);
    assertNamed(copy.aliases(), alice);
    bob.confirms(false);
    alice.send(bob.pn(), "again");
    server.steps().run();
    bob.crash();
    bob.start();
    assertThat(bob.received()).last().matches(MessageReceived::redelivered);
    assertNamed(bob.received().get(bob.received().size() - 1).aliases(), alice);
  }

  @Test
  void receiptNamesWhoTellsItTwiceAlsoAfterARestart() {
    assertNamed(alice.events(ReceiptReceived.class).get(0).aliases(), bob);
    server.hold(true);
    alice.send(bob.pn(), "again");
    bob.disconnect();
    bob.connect();
    alice.crash();
    alice.start();
    assertNamed(alice.events(ReceiptReceived.class).get(1).aliases(), bob);
  }

  @Test
  void changesOfGroupsAndIdentitiesNameThoseConcernedTwice() {
    TestDevice carol = server.device("1003", 0);
    Jid group = server.groups().create(alice, bob);
    server.groups().change(alice, group, "add", carol);
    GroupParticipantsChanged added = bob.events(GroupParticipantsChanged.class).get(0);
    assertThat(added.participants()).containsExactly(carol.lid());
    assertNamed(added.aliases(), carol);
    assertNamed(added.aliases(), alice);
    bob.messenger()
        .onStanza(
            Node.builder("notification")
                .attribute("id", "I")
                .attribute("from", alice.lid())
                .attribute("type", "encrypt")
                .child(Node.of("identity"))
                .build());
    server.steps().run();
    assertNamed(bob.events(IdentityChanged.class).get(0).aliases(), alice);
  }

  @Test
  void unreadableMessageNamesItsAuthorTwiceAndWhoIsUnknownOnce() {
    Node enc =
        Node.builder("enc").attribute("v", "2").attribute("type", "msg").bytes(new byte[9]).build();
    for (Jid from : new Jid[] {alice.lid(), Jid.of("9777", Jid.LID)}) {
      bob.messenger()
          .onStanza(
              Node.builder("message")
                  .attribute("id", "U")
                  .attribute("from", from)
                  .child(enc)
                  .build());
    }
    server.steps().run();
    assertNamed(bob.events(MessageUnreadable.class).get(0).aliases(), alice);
    assertThat(bob.events(MessageUnreadable.class).get(1).aliases()).isEqualTo(Aliases.NONE);
  }
}
