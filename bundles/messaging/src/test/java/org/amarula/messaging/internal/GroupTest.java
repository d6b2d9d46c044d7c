package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to groups: who gets the sender key, who does not get it any more. */
class GroupTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice laptop;
  private TestDevice bob;
  private TestDevice tablet;
  private TestDevice carol;
  private Jid group;

  @BeforeEach
  void threeAccountsAreInAGroup() {
    alice = server.device("1001", 0);
    laptop = server.device("1001", 4);
    bob = server.device("1002", 0);
    tablet = server.device("1002", 9);
    carol = server.device("1003", 0);
    group = server.groups().create(alice, bob, carol);
  }

  @Test
  void allDevicesOfAllMembersReadIt() {
    assertThat(say(laptop, "one")).isInstanceOf(SendResult.Accepted.class);
    assertThat(say(bob, "two")).isInstanceOf(SendResult.Accepted.class);
    assertThat(alice.texts()).containsExactly("one", "two");
    assertThat(laptop.texts()).containsExactly("two");
    assertThat(tablet.texts()).containsExactly("one", "two");
    assertThat(carol.texts()).containsExactly("one", "two");
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.received().get(0).chat()).isEqualTo(group);
    assertThat(bob.received().get(0).author()).isEqualTo(laptop.lid().toUser());
    assertThat(alice.received().get(0).fromMe()).isTrue();
    for (TestDevice device : List.of(alice, laptop, bob, tablet, carol)) {
      assertThat(server.unanswered(device)).isEmpty();
    }
  }

  @Test
  void keyIsDistributedOnceAndTheStanzaIsAsSpecified() {
    say(alice, "one");
    say(alice, "two");
    Node first = server.messages().get(0);
    Node second = server.messages().get(1);
    assertThat(first.attribute("addressing_mode")).contains("lid");
    assertThat(first.attribute("phash")).isPresent().isEqualTo(second.attribute("phash"));
    assertThat(first.requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactlyInAnyOrder(laptop.lid(), bob.lid(), tablet.lid(), carol.lid());
    assertThat(first.child("device-identity")).isPresent();
    assertThat(first.requireChild("enc").attribute("type")).contains("skmsg");
    assertThat(second.child("participants")).isEmpty();
    assertThat(second.child("device-identity")).isEmpty();
    assertThat(second.requireChild("enc").attribute("type")).contains("skmsg");
    assertThat(carol.texts()).containsExactly("one", "two");
  }

  @Test
  void newMemberGetsThePresentKeyAndCannotReadThePast() {
    TestDevice dave = server.device("1004", 0);
    say(alice, "one");
    server.groups().change(alice, group, "add", dave);
    say(alice, "two");
    Node second = server.messages().get(1);
    assertThat(second.requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactly(dave.lid());
    assertThat(dave.texts()).containsExactly("two");
    assertThat(keyId(0)).isEqualTo(keyId(1));
    Node past = deliveredTo(carol, 0);
    server.queue(dave.lid(), past.withAttribute("id", "past"));
    server.steps().run();
    assertThat(dave.texts()).containsExactly("two");
  }

  @Test
  void removedMemberCannotReadOn() {
    say(alice, "one");
    server.groups().change(alice, group, "remove", carol);
    say(alice, "two");
    assertThat(keyId(1)).isNotEqualTo(keyId(0));
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(carol.texts()).containsExactly("one");
    // even with the ciphertext in hand
    server.queue(carol.lid(), groupMessageFrom(deliveredTo(bob, 1), "leaked"));
    server.steps().run();
    assertThat(carol.texts()).containsExactly("one");
    assertThat(carol.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("no-sender-key");
  }

  @Test
  void whoMayHaveGotTheKeyUnseenCannotReadOnEither() {
    alice.stream().silence();
    assertThat(say(alice, "one")).isInstanceOf(SendResult.OutcomeUnknown.class);
    assertThat(carol.texts()).containsExactly("one");
    alice.connect();
    server.groups().change(alice, group, "remove", carol);
    say(alice, "two");
    assertThat(keyId(1)).isNotEqualTo(keyId(0));
  }

  @Test
  void whatWasNotAcknowledgedIsDistributedAgain() {
    alice.stream().silence();
    say(alice, "one");
    alice.connect();
    say(alice, "two");
    assertThat(server.messages().get(1).requireChild("participants").children("to")).hasSize(4);
    assertThat(keyId(1)).isEqualTo(keyId(0));
    say(alice, "three");
    assertThat(server.messages().get(2).child("participants")).isEmpty();
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void unlinkedDeviceCannotReadOn() {
    say(alice, "one");
    server.unlink(tablet);
    server.queue(
        alice.lid(),
        Node.builder("notification")
            .attribute("id", "d1")
            .attribute("from", bob.lid())
            .attribute("type", "devices")
            .child(
                Node.builder("remove")
                    .attribute("device_hash", "2:unknown")
                    .child(
                        Node.builder("device")
                            .attribute("jid", tablet.lid())
                            .attribute("key-index", "9")
                            .build())
                    .build())
            .build());
    server.steps().run();
    say(alice, "two");
    assertThat(keyId(1)).isNotEqualTo(keyId(0));
    assertThat(carol.texts()).containsExactly("one", "two");
  }

  @Test
  void newDeviceGetsThePresentKey() {
    say(alice, "one");
    TestDevice added = server.device("1003", 7);
    SendResult result = say(alice, "two"); // the server's hash tells that a device was missed
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    say(alice, "three");
    assertThat(keyId(1)).isEqualTo(keyId(0));
    assertThat(keyId(3)).isEqualTo(keyId(0)); // 2 is the answer to the missed device
    assertThat(added.texts()).containsExactly("two", "three");
  }

  @Test
  void newIdentityRenewsTheKey() {
    say(alice, "one");
    server.queue(alice.lid(), newIdentity(carol));
    server.steps().run();
    say(alice, "two");
    assertThat(keyId(1)).isEqualTo(keyId(0)); // the bundle showed the same identity
    assertThat(server.messages().get(1).requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactly(carol.lid());
    forgeIdentity(alice, carol.lid());
    say(alice, "three");
    assertThat(keyId(2)).isNotEqualTo(keyId(1));
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void acknowledgementConfirmsNobodyWhoIsDoubtedSince() {
    alice.stream()
        .changeAcks(
            ack -> {
              if (server.messages().size() == 1) { // the notice comes first
                server.queue(alice.lid(), newIdentity(carol));
                server.steps().run();
              }
              return ack;
            });
    say(alice, "one");
    say(alice, "two");
    assertThat(server.messages().get(1).requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactly(carol.lid());
    say(alice, "three");
    assertThat(server.messages().get(2).child("participants")).isEmpty();
  }

  private static Node newIdentity(TestDevice device) {
    return Node.builder("notification")
        .attribute("id", "n1")
        .attribute("from", device.lid())
        .attribute("type", "encrypt")
        .child(Node.of("identity"))
        .build();
  }

  @Test
  void anotherAddressingModeRenewsTheKey() {
    say(alice, "one");
    server.groups().nameByLid(group, false);
    server.groups().change(alice, group, "promote", bob);
    say(alice, "two");
    Node second = server.messages().get(1);
    assertThat(second.attribute("addressing_mode")).contains("pn");
    assertThat(second.requireChild("participants").children("to"))
        .allMatch(to -> to.requireJidAttribute("jid").isPn());
    assertThat(keyId(1)).isNotEqualTo(keyId(0));
    assertThat(carol.texts()).containsExactly("one", "two");
    assertThat(tablet.texts()).containsExactly("one", "two");
  }

  @Test
  void leavingForgetsOurKey() {
    say(alice, "one");
    server.steps().await(alice.messenger().groups().leave(group));
    assertThat(alice.storage().count(Tables.KEY_HOLDERS)).isZero();
    assertThat(alice.storage().count(Tables.GROUP)).isZero();
    assertThat(alice.storage().scan(Tables.SENDER_KEY, "", "", 10)).isEmpty();
  }

  @Test
  void sendTakesFewBatchesWhateverTheSize() {
    for (int i = 0; i < 40; i++) {
      server.device("20" + (10 + i), 0);
    }
    TestDevice[] members = new TestDevice[42];
    members[0] = alice;
    members[1] = carol;
    for (int i = 0; i < 40; i++) {
      members[2 + i] = server.device("20" + (10 + i), 3);
    }
    Jid big = server.groups().create(members);
    int before = alice.storage().commits();
    alice.send(big, "cold");
    server.steps().run();
    assertThat(server.messages().get(0).requireChild("participants").children("to")).hasSize(82);
    int cold = alice.storage().commits() - before;
    alice.send(big, "warm");
    int warm = alice.storage().commits() - before - cold;
    assertThat(cold).isLessThanOrEqualTo(4); // metadata, devices, message, confirmation
    assertThat(warm).isEqualTo(1);
    assertThat(server.usyncs()).isEqualTo(1);
    assertThat(carol.texts()).containsExactly("cold", "warm");
  }

  @Test
  void refusalAsOutdatedIsTriedAgainOnce() {
    say(alice, "one");
    server.groups().refuseNext(421);
    assertThat(say(alice, "two")).isInstanceOf(SendResult.Accepted.class);
    assertThat(server.groups().metadataQueries()).isEqualTo(2);
    assertThat(bob.texts()).containsExactly("one", "two");
    server.groups().refuseNext(403);
    assertThat(say(alice, "three"))
        .isInstanceOfSatisfying(
            SendResult.Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(403));
  }

  @Test
  void keysAndHoldersSurviveARestart() {
    say(alice, "one");
    say(bob, "two");
    alice.crash();
    alice.start();
    say(alice, "three");
    say(bob, "four");
    assertThat(keyId(2)).isEqualTo(keyId(0));
    assertThat(server.messages().get(2).child("participants")).isEmpty();
    assertThat(alice.texts()).containsExactly("two", "four");
    assertThat(carol.texts()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void failedCommitSendsNothingAndWastesNothing() {
    say(alice, "one");
    alice.storage().failCommit(1);
    assertThatThrownBy(() -> alice.send(group, "two")).isNotNull();
    assertThat(server.messages()).hasSize(1);
    say(alice, "three");
    assertThat(bob.texts()).containsExactly("one", "three");
  }

  @Test
  void groupThatTheServerDoesNotTellOfIsUnreachable() {
    assertThatThrownBy(() -> alice.send(Jid.of("120363999", Jid.GROUP), "hello"))
        .hasCauseInstanceOf(UnreachableException.class);
  }

  @Test
  void statusReachesItsAudienceAlone() {
    server
        .steps()
        .await(
            alice
                .messenger()
                .sendStatus(
                    List.of(bob.pn(), carol.lid()), new org.amarula.api.content.Text("hello")));
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(carol.texts()).containsExactly("hello");
    assertThat(laptop.texts()).containsExactly("hello");
    assertThat(server.messages().get(0).attribute("phash")).isEmpty();
    server
        .steps()
        .await(
            alice
                .messenger()
                .sendStatus(List.of(bob.lid()), new org.amarula.api.content.Text("bob only")));
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello", "bob only");
    assertThat(keyId(1)).isNotEqualTo(keyId(0));
    assertThat(server.messages().get(1).requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactlyInAnyOrder(laptop.lid(), bob.lid(), tablet.lid());
  }

  private SendResult say(TestDevice device, String text) {
    SendResult result = device.send(group, text);
    server.steps().run();
    return result;
  }

  /** The id of the sender key that the n-th message is under: the field after the version. */
  private Bytes keyId(int message) {
    byte[] bytes = server.messages().get(message).requireChild("enc").requireBytes();
    return Bytes.wrap(java.util.Arrays.copyOfRange(bytes, 1, 6));
  }

  private Node deliveredTo(TestDevice device, int nth) {
    Jid author = alice.lid();
    return server.delivered().stream()
        .filter(node -> node.hasAttribute("participant", author.toString()))
        .filter(node -> node.hasAttribute("id", server.messages().get(nth).requireAttribute("id")))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Node groupMessageFrom(Node delivered, String id) {
    return Node.builder("message")
        .attribute("id", id)
        .attribute("from", delivered.requireJidAttribute("from"))
        .attribute("participant", delivered.requireJidAttribute("participant"))
        .attribute("t", "1700000000")
        .child(delivered.children("enc").get(delivered.children("enc").size() - 1))
        .build();
  }

  /** As if a bundle had shown another identity since. */
  private void forgeIdentity(TestDevice device, Jid of) {
    byte[] other = new byte[33];
    other[0] = 5;
    other[1] = 9;
    server
        .steps()
        .await(
            device
                .storage()
                .commit(
                    org.amarula.api.storage.Batch.builder()
                        .put(
                            Tables.IDENTITY,
                            org.amarula.messaging.internal.session.Addresses.key(of),
                            Bytes.wrap(other))
                        .build()));
    device.restartMessenger(); // which remembers identities
  }
}
