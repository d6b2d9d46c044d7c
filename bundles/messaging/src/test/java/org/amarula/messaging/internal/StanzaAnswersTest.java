package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/**
 * Whatever a stanza holds, it ends in exactly one definite answer: a receipt or an acknowledgement,
 * before which a request to send it again may go out (spec/signal.md 7.5). Stanzas are put together
 * at random from the words of the protocol.
 */
class StanzaAnswersTest {
  private static final int STANZAS = 4000;
  private static final String[] TAGS = {"message", "receipt", "notification", "call"};
  private static final String[] JIDS = {
    "from",
    "participant",
    "recipient",
    "sender_lid",
    "sender_pn",
    "participant_pn",
    "peer_recipient_lid",
    "lid",
    "jid"
  };
  private static final String[] WORDS = {
    "type",
    "t",
    "count",
    "edit",
    "category",
    "offline",
    "notify",
    "key",
    "value",
    "device_hash",
    "addressing_mode",
    "v",
    "hash",
    "subject",
    "s_t"
  };
  private static final String[] VALUES = {
    "",
    "retry",
    "encrypt",
    "devices",
    "w:gp2",
    "privacy_token",
    "account_sync",
    "peer_msg",
    "peer",
    "read",
    "msg",
    "pkmsg",
    "skmsg",
    "msmsg",
    "-1",
    "0",
    "3",
    "8",
    "x",
    "lid",
    "pn",
    "99999999999999999999",
    "trusted_contact",
    "1700000000",
    "2"
  };
  private static final String[] CHILDREN = {
    "enc",
    "unavailable",
    "plaintext",
    "meta",
    "retry",
    "registration",
    "keys",
    "device",
    "add",
    "remove",
    "update",
    "create",
    "leave",
    "promote",
    "participant",
    "participants",
    "user",
    "count",
    "identity",
    "tokens",
    "token",
    "list",
    "item",
    "devices",
    "key-index-list",
    "group",
    "device-identity",
    "skey",
    "key",
    "type",
    "id",
    "subject",
    "delete",
    "modify"
  };

  private final Random random = new Random(20261130);
  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice bob = server.device("1002", 0);
  private final TestDevice alice = server.device("1001", 0);
  private final List<Jid> jids = new ArrayList<>();

  private <T> T any(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private Node any(String tag, String id, int depth) {
    NodeBuilder node = Node.builder(tag);
    if (!id.isEmpty()) {
      node.attribute("id", id).attribute("type", any(VALUES));
    } else if (random.nextInt(3) == 0) {
      node.attribute("id", any(VALUES));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      if (random.nextBoolean()) {
        node.attribute(any(JIDS), jids.get(random.nextInt(jids.size())));
      } else {
        node.attribute(any(WORDS), any(VALUES));
      }
    }
    if (random.nextInt(20) == 0) {
      node.attribute(any(JIDS), any(VALUES)); // a text where an address belongs
    }
    int children = depth == 0 ? 0 : random.nextInt(4);
    if (children == 0 && depth < 3 && random.nextBoolean()) {
      byte[] bytes = new byte[any(new Integer[] {0, 1, 3, 4, 32, 33, 64, 200})];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 0x33; // as Signal's messages begin
      }
      return node.bytes(bytes).build();
    }
    for (int i = 0; i < children; i++) {
      node.child(any(any(CHILDREN), "", depth - 1));
    }
    return node.build();
  }

  @Test
  void everyStanzaEndsInExactlyOneAnswer() {
    Jid group = server.groups().create(alice, bob);
    alice.send(bob.pn(), "there is a session");
    server.steps().run();
    jids.addAll(
        List.of(
            alice.pn(),
            alice.lid(),
            bob.pn(),
            bob.lid().withDevice(7),
            Jid.of("5005", 3, Jid.PN),
            group,
            Jid.STATUS,
            Jid.SERVER,
            Jid.of("1", "newsletter"),
            Jid.of("2", "bot"),
            Jid.of("3", 99, "hosted")));
    for (int i = 0; i < STANZAS; i++) {
      String id = "S" + i;
      Node stanza = any(any(TAGS), id, 3);
      bob.messenger().onStanza(stanza);
      server.steps().run();
      List<Node> answers = bob.stream().answers(id);
      List<Node> definite =
          answers.stream()
              .filter(node -> !node.hasAttribute("type", "retry") || node.is("ack"))
              .toList();
      assertThat(definite).as("answers to %s", stanza).hasSize(1);
      assertThat(answers.size() - definite.size()).as("retries of %s", stanza).isLessThan(2);
      assertThat(answers.get(answers.size() - 1)).isSameAs(definite.get(0));
      if (!stanza.is("message")) {
        assertThat(definite.get(0).attribute("class")).contains(stanza.tag());
      }
      assertThat(bob.stream().closed()).as("the stream after %s", stanza).isEmpty();
    }
    assertThat(bob.messenger()).isNotNull();
    server.steps().run();
    alice.send(bob.pn(), "and it still works");
    server.steps().run();
    assertThat(bob.texts()).contains("there is a session", "and it still works");
  }
}
