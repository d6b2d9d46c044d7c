package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupRuleTest {
  private static SandboxServer server;
  private static GroupDevice alice;
  private static Companion bob;
  private static Jid group;

  @BeforeAll
  static void pair() throws Exception {
    server = SandboxServer.start(SandboxOptions.defaults());
    alice = new GroupDevice(Companion.ready(server, "15551230001"));
    bob = Companion.ready(server, "15551230002");
    group = alice.create("Rules", bob.lid.toUser());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static NodeBuilder message() {
    return Node.builder("message")
        .attribute("id", "3EB0" + alice.companion.id())
        .attribute("to", group)
        .attribute("type", "text");
  }

  private static NodeBuilder enc(String type) {
    return Node.builder("enc").attribute("v", "2").attribute("type", type).bytes(new byte[] {51});
  }

  private static Node to(Jid device, NodeBuilder... encs) {
    NodeBuilder to = Node.builder("to").attribute("jid", device);
    for (NodeBuilder enc : encs) {
      to.child(enc.build());
    }
    return to.build();
  }

  private static Node participants(Node... tos) {
    return Node.builder("participants").children(List.of(tos)).build();
  }

  private static void refused(String rule, String code, NodeBuilder message) throws Exception {
    int before = server.violations().size();
    assertThat(alice.send(message.build()).attribute("error")).contains(code);
    assertThat(server.violations()).hasSize(before + 1);
    assertThat(server.violations().get(before).rule()).isEqualTo(rule);
  }

  @Test
  void groupExists() throws Exception {
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", "3EB0" + alice.companion.id())
            .attribute("to", Jid.of("404", Jid.GROUP))
            .attribute("type", "text")
            .child(enc("skmsg").build());
    refused("unknown-group", "404", message);
  }

  @Test
  void oneCiphertextIsForAll() throws Exception {
    refused("enc-count", "479", message().child(participants(to(bob.lid, enc("msg")))));
    refused("enc-count", "479", message().child(enc("skmsg").build()).child(enc("skmsg").build()));
  }

  @Test
  void commonCiphertextIsSkmsgAndOwnOnesAreNot() throws Exception {
    refused("enc-shape", "479", message().child(enc("msg").build()));
    refused(
        "enc-shape",
        "479",
        message().child(participants(to(bob.lid, enc("skmsg")))).child(enc("skmsg").build()));
  }

  @Test
  void pkmsgComesWithTheDeviceIdentity() throws Exception {
    refused(
        "device-identity-missing",
        "479",
        message().child(participants(to(bob.lid, enc("pkmsg")))).child(enc("skmsg").build()));
  }

  @Test
  void deviceIsAddressedOnceWithOneCiphertext() throws Exception {
    refused(
        "device-twice",
        "479",
        message()
            .child(participants(to(bob.lid, enc("msg")), to(bob.lid, enc("msg"))))
            .child(enc("skmsg").build()));
    refused(
        "enc-count",
        "479",
        message()
            .child(participants(to(bob.lid, enc("msg"), enc("msg"))))
            .child(enc("skmsg").build()));
  }

  @Test
  void addressesAreOfTheGroupsKind() throws Exception {
    refused(
        "addressing-mode",
        "421",
        message().child(participants(to(bob.pn, enc("msg")))).child(enc("skmsg").build()));
    refused(
        "addressing-mode",
        "421",
        message().attribute("addressing_mode", "pn").child(enc("skmsg").build()));
  }

  @Test
  void participantsAreDevicesOfMembers() throws Exception {
    refused(
        "not-a-device",
        "479",
        message()
            .child(participants(to(Jid.of("777", Jid.LID), enc("msg"))))
            .child(enc("skmsg").build()));
  }

  @Test
  void hashIsOfVersionTwo() throws Exception {
    refused("phash", "479", message().attribute("phash", "1:AAAA").child(enc("skmsg").build()));
  }

  @Test
  void resendGoesToOneDeviceAndNotInSkmsg() throws Exception {
    refused(
        "enc-shape",
        "479",
        message().attribute("participant", bob.lid).child(enc("skmsg").build()));
    refused(
        "own-device-addressed",
        "479",
        message().attribute("participant", alice.companion.lid).child(enc("msg").build()));
  }

  @Test
  void ownCopyIsDroppedAndCounted() throws Exception {
    long before = server.stats().get("ownCopies");
    Node message =
        message()
            .child(participants(to(alice.companion.lid, enc("msg"))))
            .child(enc("skmsg").build())
            .build();
    assertThat(alice.send(message).attribute("error")).isEmpty();
    assertThat(server.stats().get("ownCopies")).isEqualTo(before + 1);
  }
}
