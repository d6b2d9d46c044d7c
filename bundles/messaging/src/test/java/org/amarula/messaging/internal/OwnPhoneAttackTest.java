package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that plays our own phone: only who paired us is our phone (spec/signal.md 6.4, 9.3). */
class OwnPhoneAttackTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice phone;
  private TestDevice alice;
  private TestDevice bob;
  private TestDevice mallory;

  @BeforeEach
  void meet() {
    phone = server.device("1001", 0);
    alice = server.device("1001", 4);
    bob = server.device("1002", 0);
    mallory = server.device("1666", 0);
  }

  @Test
  void keysOfAnotherPhoneGetNoCopyOfOurMessages() {
    Node[] evil = new Node[1];
    server.changeBundles(
        user -> {
          if (user.requireJidAttribute("jid").equals(mallory.lid())) {
            evil[0] = user;
          }
          if (!user.requireJidAttribute("jid").equals(phone.lid()) || evil[0] == null) {
            return user;
          }
          NodeBuilder forged = Node.builder("user").attribute("jid", phone.lid());
          return forged.children(evil[0].children()).build();
        });
    bob.send(mallory.pn(), "the server learns her keys");
    alice.send(bob.pn(), "private");
    server.steps().run();
    assertThat(bob.texts()).contains("private");
    assertThat(alice.events(DeviceRefused.class))
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.device()).isEqualTo(phone.lid());
              assertThat(refused.check()).isEqualTo("account-key");
            });
    Node message = server.messages().get(server.messages().size() - 1);
    assertThat(message.requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactly(bob.lid());
  }

  @Test
  void messageOfAnotherPhoneIsNotOurs() {
    long keys = alice.storage().count(Tables.PRE_KEY);
    server.changeDeliveries(
        node ->
            node.requireJidAttribute("from").equals(mallory.lid())
                ? Node.builder("message")
                    .attribute("id", node.requireAttribute("id"))
                    .attribute("from", phone.lid())
                    .attribute("t", "1700000000")
                    .child(node.requireChild("enc"))
                    .build()
                : node);
    mallory.send(alice.pn(), "I am your phone");
    server.steps().run();
    assertThat(alice.texts()).isEmpty();
    assertThat(alice.events(MessageUnreadable.class))
        .isNotEmpty()
        .allMatch(event -> event.reason().equals("untrusted-identity"));
    SessionTable sessions = new SessionTable(alice.storage());
    assertThat(sessions.devices(phone.lid())).isEmpty();
    byte[] identity = sessions.identity(phone.lid()).orElseThrow().toArray(); // of the pairing
    assertThat(Arrays.copyOfRange(identity, 1, 33))
        .isEqualTo(phone.credentials().identity().publicKey());
    assertThat(alice.storage().count(Tables.PRE_KEY)).isGreaterThanOrEqualTo(keys);
    assertThat(server.unanswered(alice)).isEmpty();
    server.changeDeliveries(node -> node);
    phone.send(alice.pn(), "I am");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("I am");
  }
}
