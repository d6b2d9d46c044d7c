package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.keys.BigEndian;
import org.amarula.sandbox.report.ReceivedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GroupMessageTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private static final String CAROL = "15551230003";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private GroupDevice alice;
  private GroupDevice bob;

  @BeforeEach
  void pair() throws Exception {
    alice = new GroupDevice(Companion.ready(server, ALICE));
    bob = new GroupDevice(Companion.ready(server, BOB));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Jid group() {
    return Jid.parse(server.groups().create(ALICE, "Trio", List.of(BOB, CAROL)));
  }

  private List<String> readBy(String phone) throws Exception {
    alice.companion.ask("get", "w:p", Node.of("ping"));
    return server.received(phone).stream().map(ReceivedMessage::text).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lid", "pn"})
  void everyDeviceOfEveryMemberReads(String mode) throws Exception {
    server.groups().addressing(mode);
    Jid group = group();
    Companion second = Companion.ready(server, ALICE);
    Node ack = alice.send(group, "hello");
    assertThat(ack.attributes())
        .containsEntry("from", group.toString())
        .containsKey("t")
        .doesNotContainKeys("error", "phash");
    boolean lid = mode.equals("lid");
    Node received = bob.companion.connection.expect("message");
    Jid author = lid ? alice.companion.lid : alice.companion.pn;
    Jid other = lid ? alice.companion.pn : alice.companion.lid;
    assertThat(received.requireJidAttribute("from")).isEqualTo(group);
    assertThat(received.requireJidAttribute("participant")).isEqualTo(author);
    assertThat(received.attributes())
        .containsEntry(lid ? "participant_pn" : "participant_lid", other.toUser().toString())
        .containsEntry("addressing_mode", mode)
        .doesNotContainKeys("recipient", "offline", "phash");
    assertThat(received.children("enc"))
        .extracting(enc -> enc.requireAttribute("type"))
        .containsExactly("pkmsg", "skmsg");
    assertThat(bob.read(received)).isEqualTo("hello");
    assertThat(new GroupDevice(second).read()).isEqualTo("hello");
    for (String phone : List.of(ALICE, BOB, CAROL)) {
      assertThat(readBy(phone)).containsExactly("hello");
    }
    assertThat(server.received(ALICE).get(0).fromMe()).isTrue();
    assertThat(server.received(CAROL).get(0).chat()).isEqualTo(group.toString());
    assertThat(server.received(CAROL).get(0).author()).isEqualTo(author.toString());
    assertThat(server.violations()).isEmpty();
    assertThat(server.stats().get("failures")).isZero();
  }

  @Test
  void secondMessageNeedsNoKeys() throws Exception {
    Jid group = group();
    alice.send(group, "one");
    assertThat(alice.send(alice.text(group, "two", List.of()).build()).attribute("error"))
        .isEmpty();
    assertThat(bob.read()).isEqualTo("one");
    Node second = bob.companion.connection.expect("message");
    assertThat(second.children("enc")).hasSize(1);
    assertThat(bob.read(second)).isEqualTo("two");
    assertThat(readBy(CAROL)).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lid", "pn"})
  void phoneWritesToTheGroup(String mode) throws Exception {
    server.groups().addressing(mode);
    Jid group = group();
    String id = server.send(CAROL, group.toString(), "from a phone");
    Node received = bob.companion.connection.expect("message");
    assertThat(received.attribute("id")).contains(id);
    assertThat(bob.read(received)).isEqualTo("from a phone");
    server.send(CAROL, group.toString(), "again");
    Node second = bob.companion.connection.expect("message");
    assertThat(second.children("enc")).hasSize(1);
    assertThat(bob.read(second)).isEqualTo("again");
    assertThat(readBy(BOB)).containsExactly("from a phone", "again");
    assertThat(server.stats().get("hashMismatches")).isZero();
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void removedMemberGetsNothingMoreAndTheKeyIsAnotherOne() throws Exception {
    Jid group = group();
    server.send(CAROL, group.toString(), "all");
    assertThat(bob.read()).isEqualTo("all");
    server.groups().remove(group.toString(), ALICE, BOB);
    bob.notice("remove");
    server.send(CAROL, group.toString(), "without bob");
    assertThat(alice.read()).isEqualTo("all");
    Node second = alice.companion.connection.expect("message");
    assertThat(second.children("enc")).as("a new key is told").hasSize(2);
    assertThat(alice.read(second)).isEqualTo("without bob");
    assertThat(readBy(BOB)).containsExactly("all");
    Node refused = bob.send(bob.text(group, "let me in", List.of()).build());
    assertThat(refused.attribute("error")).contains("403");
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void addedMemberReadsFromThenOn() throws Exception {
    Jid group = Jid.parse(server.groups().create(ALICE, "Duo", List.of(CAROL)));
    server.send(CAROL, group.toString(), "before");
    server.groups().add(group.toString(), ALICE, BOB);
    server.send(CAROL, group.toString(), "after");
    assertThat(bob.read()).isEqualTo("after");
    assertThat(readBy(BOB)).containsExactly("after");
  }

  @Test
  void ackTellsTheHashWhenDevicesWereMissed() throws Exception {
    Jid group = group();
    List<Jid> devices = alice.devices(group);
    Companion late = Companion.ready(server, BOB);
    Node message =
        alice.text(group, "hello", devices).attribute("phash", ParticipantHash.of(devices)).build();
    Node ack = alice.send(message);
    assertThat(ack.attribute("error")).isEmpty();
    assertThat(ack.attribute("phash")).contains(ParticipantHash.of(alice.devices(group)));
    assertThat(server.stats().get("hashMismatches")).isEqualTo(1);
    Node received = late.connection.expect("message");
    assertThat(received.children("enc")).hasSize(1);
    assertThatThrownBy(() -> new GroupDevice(late).read(received))
        .isInstanceOf(NoSenderKeyException.class);
    GroupDevice lateSignal = new GroupDevice(late);
    Node again =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("to", group)
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .child(
                Node.builder("participants")
                    .child(alice.signal.to(late.lid, alice.distribution(group)))
                    .build())
            .child(Companion.content("device-identity", alice.companion.signedIdentity))
            .build();
    assertThat(alice.send(again).attribute("error")).isEmpty();
    lateSignal.read(late.connection.expect("message"));
  }

  @Test
  void receiptNamesTheReaderToAllDevicesOfTheAuthor() throws Exception {
    Jid group = group();
    alice.send(group, "hello");
    Node received = bob.companion.connection.expect("message");
    bob.companion.connection.send(
        Node.builder("receipt")
            .attribute("id", received.requireAttribute("id"))
            .attribute("to", group)
            .attribute("participant", received.requireJidAttribute("participant"))
            .build());
    Node receipt =
        alice.companion.connection.expect(
            node ->
                node.is("receipt")
                    && node.hasAttribute("participant", bob.companion.lid.toString()));
    assertThat(receipt.requireJidAttribute("from")).isEqualTo(group);
    assertThat(receipt.attribute("type")).isEmpty();
    bob.companion.close();
    bob.companion.login();
    assertThat(bob.companion.activate().requireChild("offline_preview").attribute("message"))
        .contains("0");
  }

  @Test
  void receiptWithoutParticipantBreaksARule() throws Exception {
    Jid group = group();
    alice.send(group, "hello");
    Node received = bob.companion.connection.expect("message");
    bob.companion.receipt(received);
    bob.companion.ask("get", "w:p", Node.of("ping"));
    assertThat(server.violations()).extracting("rule").containsExactly("receipt-participant");
  }

  @Test
  void groupMessagesWaitForDevicesThatAreAway() throws Exception {
    Jid group = group();
    bob.notice("create");
    bob.companion.close();
    alice.send(group, "one");
    alice.send(alice.text(group, "two", List.of()).build());
    bob.companion.login();
    Node preview = bob.companion.activate().requireChild("offline_preview");
    assertThat(preview.attribute("message")).contains("2");
    bob.companion.offlineBatch();
    assertThat(bob.read()).isEqualTo("one");
    Node second = bob.companion.connection.expect("message");
    assertThat(second.attribute("offline")).isPresent();
    assertThat(bob.read(second)).isEqualTo("two");
  }

  @Test
  void phoneWithoutTheKeyAsksTheAuthorAndReadsTheResend() throws Exception {
    Jid group = group();
    Node message = alice.text(group, "lost key", List.of()).build();
    alice.send(message);
    Node retry =
        alice.companion.connection.expect(
            node ->
                node.is("receipt")
                    && node.hasAttribute("type", "retry")
                    && carolsPhone(node.requireJidAttribute("participant")));
    assertThat(retry.requireJidAttribute("from")).isEqualTo(group);
    assertThat(retry.child("keys")).as("a lost sender key is asked for with keys").isPresent();
    Jid requester = retry.requireJidAttribute("participant");
    Node resend =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("to", group)
            .attribute("participant", requester)
            .attribute("type", "text")
            .child(
                alice.signal.enc(
                    requester,
                    alice.distribution(group).toBuilder().setConversation("lost key").build()))
            .child(Companion.content("device-identity", alice.companion.signedIdentity))
            .build();
    assertThat(alice.send(resend).attributes()).doesNotContainKeys("error", "phash");
    alice.send(alice.text(group, "next", List.of()).build());
    assertThat(readBy(CAROL)).containsExactly("", "lost key", "next");
    assertThat(server.received(CAROL)).extracting(ReceivedMessage::decrypted).startsWith(false);
    assertThat(server.received(CAROL).get(0).error()).isEqualTo("NoSenderKey");
  }

  private boolean carolsPhone(Jid participant) {
    return participant.device() == 0
        && !participant.sameUser(bob.companion.lid)
        && !participant.sameUser(alice.companion.lid);
  }

  @Test
  void phoneSendsAgainToTheMemberThatAsks() throws Exception {
    Jid group = group();
    String id = server.send(CAROL, group.toString(), "from carol");
    Node received = bob.companion.connection.expect("message");
    bob.companion.connection.send(retryWithKeys(bob.companion, received));
    bob.companion.ack(received);
    Node again = bob.companion.connection.expect("message");
    assertThat(again.attribute("id")).contains(id);
    assertThat(again.requireJidAttribute("from")).isEqualTo(group);
    assertThat(again.children("enc"))
        .extracting(enc -> enc.requireAttribute("type"))
        .containsExactly("pkmsg");
    assertThat(bob.read(again)).isEqualTo("from carol");
    server.send(CAROL, group.toString(), "later");
    assertThat(bob.read()).isEqualTo("later");
  }

  private static Node retryWithKeys(Companion from, Node received) {
    int id = from.preKeys.size() + 1;
    KeyPair fresh = KeyPair.generate(Companion.RANDOM);
    from.preKeys.put(id, fresh);
    return Node.builder("receipt")
        .attribute("id", received.requireAttribute("id"))
        .attribute("to", received.requireJidAttribute("from"))
        .attribute("participant", received.requireJidAttribute("participant"))
        .attribute("type", "retry")
        .child(
            Node.builder("retry")
                .attribute("count", 1)
                .attribute("id", received.requireAttribute("id"))
                .attribute("t", received.requireAttribute("t"))
                .attribute("v", "1")
                .build())
        .child(Companion.content("registration", BigEndian.of(from.registrationId, 4)))
        .child(
            Node.builder("keys")
                .child(Companion.content("type", new byte[] {5}))
                .child(Companion.content("identity", from.identity.publicKey()))
                .child(Companion.key("key", id, fresh, null))
                .child(Companion.key("skey", 1, from.signedPreKey, from.signature()))
                .build())
        .build();
  }

  @Test
  void corruptedCiphertextInAGroupIsTheCommonOne() throws Exception {
    Jid group = group();
    server.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("to", group.user(), "device", "1")));
    alice.send(group, "damaged");
    assertThatThrownBy(() -> bob.read()).hasMessageContaining("ignature");
  }

  @Test
  void corruptionHitsTheReaderThatItNames() throws Exception {
    Jid group = group();
    server.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("reader", BOB, "device", "0")));
    alice.send(group, "whole for the companion");
    assertThat(bob.read()).isEqualTo("whole for the companion");
    server.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("reader", BOB, "device", "1")));
    alice.send(group, "damaged");
    assertThatThrownBy(() -> bob.read()).hasMessageContaining("ignature");
  }

  @Test
  void ackErrorOfAFaultRefusesInGroupsToo() throws Exception {
    Jid group = group();
    server.fault(Fault.once(FaultType.ACK_ERROR, Map.of("to", group.user(), "code", "421")));
    assertThat(alice.send(group, "no").attribute("error")).contains("421");
    assertThat(alice.send(group, "yes").attribute("error")).isEmpty();
  }

  @Test
  void switchOfTheAddressingIsToldByAnError() throws Exception {
    Jid group = group();
    List<Jid> devices = alice.devices(group);
    server.groups().readdress(group.toString(), "pn");
    Node stale = alice.text(group, "stale", devices).attribute("addressing_mode", "lid").build();
    assertThat(alice.send(stale).attribute("error")).contains("421");
    assertThat(server.violations()).isEmpty();
    assertThat(alice.send(group, "fresh").attribute("error")).isEmpty();
    assertThat(bob.read()).isEqualTo("fresh");
  }

  @Test
  void statusReachesWhoGotTheKey() throws Exception {
    Jid bobsPhone = bob.companion.lid.withDevice(0);
    Node post = alice.text(Jid.STATUS, "status", List.of(bob.companion.lid, bobsPhone)).build();
    assertThat(alice.send(post).attributes()).doesNotContainKeys("error", "phash");
    Node received = bob.companion.connection.expect("message");
    assertThat(received.requireJidAttribute("from")).isEqualTo(Jid.STATUS);
    assertThat(received.requireJidAttribute("participant")).isEqualTo(alice.companion.lid);
    assertThat(received.attributes()).doesNotContainKey("addressing_mode");
    assertThat(bob.read(received)).isEqualTo("status");
    alice.send(alice.text(Jid.STATUS, "second", List.of()).build());
    assertThat(bob.read()).isEqualTo("second");
    assertThat(readBy(BOB)).containsExactly("status", "second");
  }

  @Test
  void phonePostsToItsContacts() throws Exception {
    server.send(CAROL, BOB, "we know each other");
    server.send(CAROL, "status@broadcast", "news");
    assertThat(bob.read()).isEqualTo("we know each other");
    assertThat(bob.read()).isEqualTo("news");
    assertThat(readBy(BOB)).containsExactly("we know each other", "news");
    assertThat(readBy(ALICE)).isEmpty();
  }

  @Test
  void typingInAGroupNamesTheMember() throws Exception {
    Jid group = group();
    alice.companion.connection.send(
        Node.builder("chatstate").attribute("to", group).child(Node.of("composing")).build());
    Node typing = bob.companion.connection.expect("chatstate");
    assertThat(typing.requireJidAttribute("from")).isEqualTo(group);
    assertThat(typing.requireJidAttribute("participant")).isEqualTo(alice.companion.lid.toUser());
  }
}
