package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageRuleTest {
  private static final Message TEXT = Message.newBuilder().setConversation("x").build();
  private static SandboxServer server;
  private static Companion alice;
  private static Companion bob;
  private static SignalDevice signal;

  @BeforeAll
  static void pair() throws Exception {
    server = SandboxServer.start(SandboxOptions.defaults());
    alice = Companion.ready(server, "15551230001");
    bob = Companion.ready(server, "15551230002");
    signal = new SignalDevice(alice);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void refused(String rule, String code, Node message) throws Exception {
    int before = server.violations().size();
    alice.connection.send(message);
    Node ack = alice.connection.expect("ack");
    assertThat(ack.attribute("error")).contains(code);
    List<Violation> after = server.violations();
    assertThat(after).hasSize(before + 1);
    assertThat(after.get(before).rule()).isEqualTo(rule);
    assertThat(after.get(before).account()).isEqualTo("15551230001");
    assertThat(after.get(before).device()).isEqualTo(1);
  }

  private static Node to(Jid device) throws Exception {
    return signal.to(device, TEXT);
  }

  private static Node toWith(Jid device, NodeBuilder enc) {
    return Node.builder("to").attribute("jid", device).child(enc.build()).build();
  }

  private static NodeBuilder enc() {
    return Node.builder("enc").attribute("v", "2").bytes(new byte[] {0x33, 1});
  }

  @Test
  void ownSendingDeviceIsNotAddressed() throws Exception {
    NodeBuilder enc = enc().attribute("type", "msg");
    refused(
        "own-device-addressed",
        "479",
        signal.message(bob.lid.toUser(), List.of(to(bob.lid), toWith(alice.lid, enc))).build());
  }

  @Test
  void participantsAreRealDevices() throws Exception {
    NodeBuilder enc = enc().attribute("type", "msg");
    refused(
        "not-a-device",
        "479",
        signal.message(bob.lid.toUser(), List.of(toWith(bob.lid.withDevice(7), enc))).build());
  }

  @Test
  void deviceThatIsGoneIsRefusedWithoutBlame() throws Exception {
    Companion dave = Companion.ready(server, "15551230004");
    Node message = signal.message(dave.lid.toUser(), List.of(to(dave.lid))).build();
    int before = server.violations().size();
    assertThat(server.unlink("15551230004", dave.lid.device())).isTrue();

    alice.connection.send(message);

    assertThat(alice.connection.expect("ack").attribute("error")).contains("479");
    assertThat(server.violations()).hasSize(before);
  }

  @Test
  void participantsBelongToOneOfBothSides() throws Exception {
    Companion carol = Companion.ready(server, "15551230003");
    refused(
        "not-a-device", "479", signal.message(bob.lid.toUser(), List.of(to(carol.lid))).build());
  }

  @Test
  void addressesAreOfOneKind() throws Exception {
    refused(
        "mixed-addressing", "479", signal.message(bob.lid.toUser(), List.of(to(bob.pn))).build());
  }

  @Test
  void deviceIsAddressedOnce() throws Exception {
    refused(
        "device-twice",
        "479",
        signal.message(bob.lid.toUser(), List.of(to(bob.lid), to(bob.lid))).build());
  }

  @Test
  void someDeviceIsAddressed() throws Exception {
    refused("no-recipient", "479", signal.message(bob.lid.toUser(), List.of()).build());
  }

  @Test
  void recipientExists() throws Exception {
    refused(
        "unknown-recipient",
        "404",
        signal.message(Jid.of("999", Jid.LID), List.of(to(bob.lid))).build());
  }

  @Test
  void ciphertextIsMsgOrPkmsg() throws Exception {
    for (String type : List.of("skmsg", "plain")) {
      NodeBuilder enc = enc().attribute("type", type);
      refused(
          "enc-shape",
          "479",
          signal.message(bob.lid.toUser(), List.of(toWith(bob.lid, enc))).build());
    }
  }

  @Test
  void ciphertextIsNotEmpty() throws Exception {
    NodeBuilder enc =
        Node.builder("enc").attribute("v", "2").attribute("type", "msg").bytes(new byte[0]);
    refused(
        "enc-empty",
        "479",
        signal.message(bob.lid.toUser(), List.of(toWith(bob.lid, enc))).build());
  }

  @Test
  void firstMessageShowsTheDeviceIdentity() throws Exception {
    Node participants = Node.builder("participants").child(to(bob.lid)).build();
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", "A1")
            .attribute("to", bob.lid.toUser())
            .attribute("type", "text")
            .child(participants);
    refused("device-identity-missing", "479", message.build());
    message.child(Companion.content("device-identity", bob.signedIdentity));
    refused("device-identity", "479", message.build());
  }

  @Test
  void plaintextIsRefused() throws Exception {
    refused(
        "message-child",
        "479",
        signal
            .message(bob.lid.toUser(), List.of(to(bob.lid)))
            .child(Companion.content("body", new byte[] {1}))
            .build());
  }

  @Test
  void ciphertextsAreInOnePlace() throws Exception {
    refused(
        "mixed-enc",
        "479",
        signal
            .message(bob.lid.toUser(), List.of(to(bob.lid)))
            .child(enc().attribute("type", "msg").build())
            .build());
  }

  @Test
  void resendGoesToOneDevice() throws Exception {
    NodeBuilder resend =
        Node.builder("message")
            .attribute("id", "A3")
            .attribute("to", bob.lid)
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .child(signal.enc(bob.lid, TEXT))
            .child(Companion.content("device-identity", alice.signedIdentity));
    Node phone = toWith(bob.lid.toUser(), enc().attribute("type", "msg"));

    refused(
        "mixed-enc",
        "479",
        resend.child(Node.builder("participants").child(phone).build()).build());
  }

  @Test
  void resendMayNameItsDeviceAgain() throws Exception {
    int before = server.violations().size();
    Node message =
        Node.builder("message")
            .attribute("id", "A4")
            .attribute("to", bob.lid)
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .child(signal.enc(bob.lid, TEXT))
            .child(Node.builder("participants").child(to(bob.lid)).build())
            .child(Companion.content("device-identity", alice.signedIdentity))
            .build();

    alice.connection.send(message);

    assertThat(alice.connection.expect("ack").attribute("error")).isEmpty();
    Node delivered = bob.connection.expect("message");
    assertThat(delivered.children("enc")).hasSize(1);
    assertThat(delivered.child("enc")).isEqualTo(message.child("enc"));
    assertThat(server.violations()).hasSize(before);
  }

  @Test
  void mediaNamesItsKindForEachDevice() throws Exception {
    refused(
        "mediatype",
        "479",
        signal.message(bob.lid.toUser(), List.of(to(bob.lid))).attribute("type", "media").build());
  }

  @Test
  void typeIsKnown() throws Exception {
    refused(
        "message-type",
        "479",
        signal
            .message(bob.lid.toUser(), List.of(to(bob.lid)))
            .attribute("type", "protocol")
            .build());
  }

  @Test
  void peerMessageStaysInItsAccount() throws Exception {
    refused(
        "peer-to-other",
        "479",
        Node.builder("message")
            .attribute("id", "A2")
            .attribute("to", bob.pn.toUser())
            .attribute("type", "text")
            .attribute("category", "peer")
            .child(enc().attribute("type", "msg").build())
            .build());
  }

  @Test
  void messageWithoutIdIsMalformed() throws Exception {
    refused(
        "malformed-stanza",
        "479",
        Node.builder("message").attribute("to", bob.lid.toUser()).build());
  }
}
