package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.keys.BigEndian;
import org.amarula.sandbox.report.ReceivedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PhoneTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private SignalDevice signal;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    signal = new SignalDevice(alice);
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private Node message() throws Exception {
    return alice.connection.expect("message");
  }

  @Test
  void phoneWritesToAllDevicesOfItsContact() throws Exception {
    String id = server.send(BOB, ALICE, "from a phone");
    Node received = message();
    assertThat(received.attribute("id")).contains(id);
    assertThat(received.requireJidAttribute("from").device()).isZero();
    assertThat(signal.read(received).getConversation()).isEqualTo("from a phone");
    assertThat(server.received(ALICE))
        .extracting(ReceivedMessage::text)
        .containsExactly("from a phone");
  }

  @Test
  void ownPhoneSendsItsCompanionACopy() throws Exception {
    server.send(ALICE, BOB, "mine");
    Node copy = message();
    assertThat(copy.requireJidAttribute("from")).isEqualTo(alice.lid.withDevice(0));
    assertThat(copy.requireJidAttribute("recipient").isLid()).isTrue();
    Message read = signal.read(copy);
    assertThat(read.getDeviceSentMessage().getDestinationJid())
        .isEqualTo(copy.requireAttribute("recipient"));
    assertThat(read.getDeviceSentMessage().getMessage().getConversation()).isEqualTo("mine");
  }

  @Test
  void phoneAnswersWithADeliveryReceipt() throws Exception {
    Jid bob = lidOf(BOB);
    Node sent = signal.text(bob, "hi");
    alice.connection.send(sent);
    Node receipt =
        alice.connection.expect(
            node -> node.is("receipt") && node.hasAttribute("from", bob.toString()));
    assertThat(receipt.attribute("id")).isEqualTo(sent.attribute("id"));
    assertThat(receipt.attribute("type")).isEmpty();
  }

  /** A phone that nobody paired yet gets its account with its first message. */
  private Jid lidOf(String phone) throws Exception {
    server.send(phone, ALICE, "first");
    Node received = message();
    signal.read(received);
    return received.requireJidAttribute("from").toUser();
  }

  @Test
  void conversationGoesOnInTheSameSession() throws Exception {
    Jid bob = lidOf(BOB);
    alice.connection.send(signal.text(bob, "one"));
    server.send(BOB, ALICE, "two");
    assertThat(signal.read(message()).getConversation()).isEqualTo("two");
    alice.connection.send(signal.text(bob, "three"));
    alice.ask("get", "w:p", Node.of("ping"));
    assertThat(server.received(BOB))
        .extracting(ReceivedMessage::text)
        .containsExactly("one", "three");
  }

  @Test
  void unreadableMessageIsReportedAndAskedForAgain() throws Exception {
    Jid bob = lidOf(BOB);
    server.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("to", BOB, "device", "0")));
    Node sent = signal.text(bob, "damaged");
    alice.connection.send(sent);
    Node retry =
        alice.connection.expect(node -> node.is("receipt") && node.hasAttribute("type", "retry"));
    assertThat(retry.requireChild("retry").attribute("id")).isEqualTo(sent.attribute("id"));
    assertThat(retry.requireChild("retry").attribute("error")).isPresent();
    assertThat(server.received(BOB)).singleElement().matches(each -> !each.decrypted());
    Node resend =
        Node.builder("message")
            .attribute("id", sent.requireAttribute("id"))
            .attribute("to", bob)
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .child(signal.enc(bob, Message.newBuilder().setConversation("whole").build()))
            .child(Companion.content("device-identity", alice.signedIdentity))
            .build();
    alice.connection.send(resend);
    alice.ask("get", "w:p", Node.of("ping"));
    assertThat(server.received(BOB))
        .extracting(ReceivedMessage::decrypted)
        .containsExactly(false, true);
    assertThat(server.stats().get("undecryptable")).isEqualTo(1);
  }

  @Test
  void phoneSendsAgainWhenAskedWithKeys() throws Exception {
    server.send(BOB, ALICE, "lost on the way");
    Node received = message();
    int id = alice.preKeys.size() + 1;
    var fresh = org.amarula.crypto.curve.KeyPair.generate(Companion.RANDOM);
    alice.preKeys.put(id, fresh);
    Node keys =
        Node.builder("keys")
            .child(Companion.content("type", new byte[] {5}))
            .child(Companion.content("identity", alice.identity.publicKey()))
            .child(Companion.key("key", id, fresh, null))
            .child(Companion.key("skey", 1, alice.signedPreKey, alice.signature()))
            .build();
    Node retry =
        Node.builder("retry")
            .attribute("count", 1)
            .attribute("id", received.requireAttribute("id"))
            .attribute("t", received.requireAttribute("t"))
            .attribute("v", "1")
            .build();
    alice.connection.send(
        Node.builder("receipt")
            .attribute("id", received.requireAttribute("id"))
            .attribute("to", received.requireJidAttribute("from"))
            .attribute("type", "retry")
            .child(retry)
            .child(Companion.content("registration", BigEndian.of(alice.registrationId, 4)))
            .child(keys)
            .build());
    alice.ack(received);
    Node again = message();
    assertThat(again.attribute("id")).isEqualTo(received.attribute("id"));
    assertThat(again.requireChild("enc").attribute("type")).contains("pkmsg");
    assertThat(again.requireChild("enc").attribute("count")).contains("1");
    assertThat(signal.read(again).getConversation()).isEqualTo("lost on the way");
  }

  @Test
  void peerMessageReachesTheOwnPhoneOnly() throws Exception {
    Node peer =
        Node.builder("message")
            .attribute("id", "PEER1")
            .attribute("to", alice.pn.toUser())
            .attribute("type", "text")
            .attribute("category", "peer")
            .child(signal.enc(alice.pn.withDevice(0), Message.getDefaultInstance()))
            .child(Companion.content("device-identity", alice.signedIdentity))
            .build();
    alice.connection.send(peer);
    alice.connection.expect(node -> node.is("ack") && node.attribute("error").isEmpty());
    alice.ask("get", "w:p", Node.of("ping"));
    assertThat(server.received(ALICE))
        .extracting(ReceivedMessage::kind)
        .isEqualTo(List.of("empty"));
  }

  @Test
  void linkCodePairsWithTheSecretOfTheCodeAndAWrongOneStaysSilent() throws Exception {
    try (Companion carol = new Companion(server)) {
      LinkCodeSide side = new LinkCodeSide(carol);
      side.hello("15551230003");
      server.enterCode("15551230003", side.otherCode(), "Carol");
      side.finish(carol.connection.expect("notification"));
      assertThat(carol.connection.nothingArrives(200)).isTrue();
      side.hello("15551230003");
      server.enterCode("15551230003", side.code(), "Carol");
      byte[] secret = side.finish(carol.connection.expect("notification"));
      carol.finishPairing(secret);
      assertThat(carol.pn.user()).isEqualTo("15551230003");
      carol.login();
    }
  }
}
