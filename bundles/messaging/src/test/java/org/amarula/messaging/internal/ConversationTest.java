package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private final ScriptedServer server = new ScriptedServer();

  @Test
  void firstContactReachesTheContactAndItsReplyComesBack() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    assertThat(alice.send(bob.pn(), "hello")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    MessageReceived message = bob.received().get(0);
    assertThat(message.fromMe()).isFalse();
    assertThat(message.author()).isEqualTo(alice.lid());
    assertThat(message.pushName()).isEqualTo("Name of 1001");
    bob.send(message.chat(), "hi");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("hi");
    assertThat(server.unanswered(alice)).isEmpty();
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void sessionMessagesFollowTheFirstAnswer() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    for (int i = 0; i < 5; i++) {
      alice.send(bob.pn(), "a" + i);
      server.steps().run();
      bob.send(alice.pn(), "b" + i);
      server.steps().run();
    }
    assertThat(bob.texts()).containsExactly("a0", "a1", "a2", "a3", "a4");
    assertThat(alice.texts()).containsExactly("b0", "b1", "b2", "b3", "b4");
    List<Node> encs =
        server.messages().stream()
            .map(node -> node.requireChild("participants").requireChild("to").requireChild("enc"))
            .toList();
    assertThat(encs.get(0).attribute("type")).contains("pkmsg");
    assertThat(encs.get(2).attribute("type")).contains("msg");
    assertThat(server.usyncs()).isLessThanOrEqualTo(4); // both lists are kept on both sides
  }

  @Test
  void allDevicesOfBothSidesGetTheMessage() {
    TestDevice alice = server.device("1001", 0);
    TestDevice laptop = server.device("1001", 3);
    TestDevice bob = server.device("1002", 0);
    TestDevice tablet = server.device("1002", 12);
    laptop.send(bob.pn(), "from the laptop");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("from the laptop");
    assertThat(tablet.texts()).containsExactly("from the laptop");
    assertThat(alice.texts()).containsExactly("from the laptop");
    assertThat(laptop.texts()).isEmpty();
    MessageReceived copy = alice.received().get(0);
    assertThat(copy.fromMe()).isTrue();
    assertThat(copy.chat()).isEqualTo(bob.lid().toUser());
    tablet.send(laptop.lid().toUser(), "to all of you");
    server.steps().run();
    assertThat(alice.texts()).contains("to all of you");
    assertThat(laptop.texts()).containsExactly("to all of you");
    assertThat(bob.texts()).contains("to all of you");
  }

  @Test
  void noteToSelfReachesTheOtherOwnDevices() {
    TestDevice phone = server.device("1001", 0);
    TestDevice laptop = server.device("1001", 3);
    assertThat(laptop.send(laptop.pn(), "remember")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(phone.texts()).containsExactly("remember");
    assertThat(phone.received().get(0).chat()).isEqualTo(phone.lid());
  }

  @Test
  void simultaneousFirstContactConverges() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    server.hold(true);
    alice.send(bob.pn(), "a");
    bob.send(alice.pn(), "b");
    server.hold(false);
    alice.disconnect();
    bob.disconnect();
    alice.connect();
    bob.connect();
    assertThat(alice.texts()).containsExactly("b");
    assertThat(bob.texts()).containsExactly("a");
    for (int i = 0; i < 3; i++) {
      alice.send(bob.pn(), "a" + i);
      server.steps().run();
      bob.send(alice.pn(), "b" + i);
      server.steps().run();
    }
    assertThat(bob.texts()).containsExactly("a", "a0", "a1", "a2");
    assertThat(alice.texts()).containsExactly("b", "b0", "b1", "b2");
  }

  @Test
  void deliveryReceiptIsToldToTheSender() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    SendResult result = alice.send(bob.pn(), "hello");
    server.steps().run();
    ReceiptReceived receipt = alice.events(ReceiptReceived.class).get(0);
    assertThat(receipt.ids()).containsExactly(result.id());
    assertThat(receipt.status()).isEqualTo(ReceiptStatus.INACTIVE);
    assertThat(receipt.chat()).isEqualTo(bob.lid());
  }

  @Test
  void stanzaNamesDevicesOfOneKindAndOurIdentity() {
    TestDevice alice = server.device("1001", 0);
    server.device("1001", 3);
    TestDevice bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    Node message = server.messages().get(0);
    assertThat(message.jidAttribute("to")).contains(bob.lid());
    assertThat(message.jidAttribute("peer_recipient_pn")).contains(bob.pn());
    assertThat(message.requireChild("participants").children("to"))
        .allSatisfy(to -> assertThat(to.requireJidAttribute("jid").isLid()).isTrue())
        .hasSize(2);
    assertThat(message.child("device-identity")).isPresent();
    assertThat(message.attribute("phash")).isEmpty();
  }
}
