package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages once more for devices that were missed, spec signal.md 6.6. */
@Timeout(60)
class MissedDeviceTest {
  private static final Message TEXT = Message.newBuilder().setConversation("missed").build();
  private static final String BOB = "15551230002";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private GroupDevice alice;
  private Companion bob;

  @BeforeEach
  void pair() throws Exception {
    alice = new GroupDevice(Companion.ready(server, "15551230001"));
    bob = Companion.ready(server, BOB);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> rules() {
    return server.violations().stream().map(Violation::rule).toList();
  }

  private Node late(String id, Jid chat, Jid... devices) throws Exception {
    List<Node> participants = new ArrayList<>();
    for (Jid device : devices) {
      participants.add(alice.signal.to(device, TEXT));
    }
    NodeBuilder late =
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", chat)
            .attribute("type", "text")
            .attribute("device_fanout", "false");
    return late.child(Node.builder("participants").children(participants).build())
        .child(Companion.content("device-identity", alice.companion.signedIdentity))
        .build();
  }

  @Test
  void messageComesAgainForWhoHadNone() throws Exception {
    Companion late = Companion.ready(server, BOB);
    Jid chat = bob.lid.toUser();
    Node message = alice.signal.message(chat, List.of(alice.signal.to(bob.lid, TEXT))).build();
    String id = message.requireAttribute("id");
    alice.send(message);
    long incomplete = server.stats().get("incompleteFanouts");

    Node ack = alice.send(late(id, chat, late.lid));

    assertThat(ack.attribute("error")).isEmpty();
    Node received = late.connection.expect("message");
    assertThat(received.attribute("id")).contains(id);
    assertThat(new SignalDevice(late).read(received)).isEqualTo(TEXT);
    assertThat(rules()).isEmpty();
    assertThat(server.stats().get("incompleteFanouts")).isEqualTo(incomplete);
    assertThat(alice.send(late(id, chat, late.lid)).attribute("error")).contains("479");
    assertThat(alice.send(late(id, chat, bob.lid)).attribute("error")).contains("479");
    assertThat(rules()).containsExactly("resend-twice", "resend-twice");
  }

  @Test
  void messageThatMissedNobodyDoesNotComeAgain() throws Exception {
    Node message = alice.signal.text(bob.lid.toUser(), "for all");
    alice.send(message);
    Companion late = Companion.ready(server, BOB);
    alice.send(late(message.requireAttribute("id"), bob.lid.toUser(), late.lid));
    alice.send(late("3EB0UNKNOWN", bob.lid.toUser(), late.lid));
    assertThat(rules()).containsExactly("resend-unasked", "resend-unasked");
  }

  @Test
  void whoIsToldAWrongHashMayBelieveIt() throws Exception {
    Node message = alice.signal.text(bob.lid.toUser(), "for all");
    server.fault(Fault.once(FaultType.WRONG_HASH, Map.of("to", BOB)));
    alice.send(message);
    Companion late = Companion.ready(server, BOB);
    alice.send(late(message.requireAttribute("id"), bob.lid.toUser(), late.lid));
    assertThat(rules()).isEmpty();
  }

  @Test
  void groupMessageComesAgainForWhomTheSenderDidNotKnow() throws Exception {
    Jid group = alice.create("Rules", bob.lid.toUser());
    List<Jid> devices = alice.devices(group);
    alice.send(group, "known to all");
    Companion late = Companion.ready(server, BOB);
    Node message =
        alice
            .text(group, "missed", List.of())
            .attribute("phash", ParticipantHash.of(devices))
            .build();
    String id = message.requireAttribute("id");
    assertThat(alice.send(message).attribute("phash")).isPresent();

    Node ack = alice.send(late(id, group, late.lid));

    assertThat(ack.attribute("error")).isEmpty();
    assertThat(ack.attribute("phash")).isEmpty();
    assertThat(late.connection.expect("message").children("enc"))
        .extracting(enc -> enc.requireAttribute("type"))
        .containsExactly("skmsg"); // as all devices get it
    Node again = late.connection.expect("message");
    assertThat(again.attribute("id")).contains(id);
    assertThat(new SignalDevice(late).read(again)).isEqualTo(TEXT);
    assertThat(rules()).isEmpty();
    alice.send(late(id, group, bob.lid));
    assertThat(rules()).containsExactly("resend-twice");
  }

  @Test
  void groupMessageThatMissedNobodyDoesNotComeAgain() throws Exception {
    Jid group = alice.create("Rules", bob.lid.toUser());
    Node message = alice.text(group, "for all", alice.devices(group)).build();
    alice.send(message);
    alice.send(late(message.requireAttribute("id"), group, bob.lid));
    assertThat(rules()).containsExactly("resend-unasked");
  }

  @Test
  void missedDevicesGetNoCommonCiphertext() throws Exception {
    Jid group = alice.create("Rules", bob.lid.toUser());
    Node message =
        alice.text(group, "hello", List.of()).attribute("device_fanout", "false").build();
    assertThat(alice.send(message).attribute("error")).contains("479");
    alice.send(late("3EB0NONE", group));
    assertThat(rules()).containsExactly("mixed-enc", "no-recipient");
  }
}
