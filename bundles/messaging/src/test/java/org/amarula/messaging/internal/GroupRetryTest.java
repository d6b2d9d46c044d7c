package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.send.MessageStanza;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group messages that cannot be read, are repeated, or are forged. */
class GroupRetryTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private TestDevice carol;
  private Jid group;

  @BeforeEach
  void threeAccountsAreInAGroup() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    carol = server.device("1003", 0);
    group = server.groups().create(alice, bob, carol);
    say(alice, "first");
  }

  @Test
  void damagedGroupMessageComesAgainForThatDeviceAlone() {
    damageNextFor(bob, "skmsg");
    say(alice, "second");
    assertThat(bob.texts()).containsExactly("first", "second");
    assertThat(carol.texts()).containsExactly("first", "second");
    Node again = server.messages().get(2);
    assertThat(again.requireJidAttribute("to")).isEqualTo(group);
    assertThat(again.requireJidAttribute("participant")).isEqualTo(bob.lid());
    assertThat(again.requireAttribute("id"))
        .isEqualTo(server.messages().get(1).requireAttribute("id"));
    assertThat(again.attribute("device_fanout")).isEmpty();
    assertThat(again.requireChild("enc").attribute("type").orElseThrow()).isNotEqualTo("skmsg");
    assertThat(again.requireChild("enc").attribute("count")).contains("1");
    // and with the next message the key comes again for the one that asked
    say(alice, "third");
    assertThat(server.messages().get(3).requireChild("participants").children("to"))
        .extracting(to -> to.requireJidAttribute("jid"))
        .containsExactly(bob.lid());
    assertThat(bob.texts()).containsExactly("first", "second", "third");
    assertThat(server.unanswered(bob)).isEmpty();
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void lostSenderKeyIsAskedForWithKeysAtOnce() {
    forget(carol, Tables.SENDER_KEY);
    say(alice, "second");
    assertThat(carol.texts()).containsExactly("first", "second");
    Node asked =
        carol.stream().sent().stream()
            .filter(node -> node.hasAttribute("type", "retry"))
            .findFirst()
            .orElseThrow();
    assertThat(asked.child("keys")).isPresent();
    assertThat(asked.requireChild("retry").attribute("count")).contains("1");
    assertThat(asked.requireJidAttribute("to")).isEqualTo(group);
    assertThat(asked.requireJidAttribute("participant")).isEqualTo(alice.lid());
    say(alice, "third"); // with the key out of the answer or out of the message itself
    assertThat(carol.texts()).containsExactly("first", "second", "third");
  }

  @Test
  void messageIsReadThoughItsDistributionIsDamaged() {
    forgetHolders(alice);
    say(alice, "second"); // a new key goes to all
    damageNextFor(bob, "pkmsg");
    forgetConfirmation(alice);
    say(alice, "third"); // the same key, once more
    assertThat(bob.texts()).containsExactly("first", "second", "third");
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void messageThatComesBehindALaterKeyIsAskedForAgain() {
    TestDevice dave = server.device("1004", 0);
    server.groups().change(alice, group, "add", dave);
    server.hold(true);
    say(alice, "second");
    server.hold(false);
    forgetConfirmation(alice);
    say(alice, "third"); // its key begins here
    assertThat(dave.texts()).containsExactly("third");
    server.redeliver(dave);
    assertThat(dave.texts()).containsExactly("third", "second");
    assertThat(server.unanswered(dave)).isEmpty();
  }

  @Test
  void repeatedStanzaIsAnsweredAsReceived() {
    Node received = deliveredTo(bob);
    server.queue(bob.lid(), received);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("first");
    assertThat(server.unanswered(bob)).isEmpty();
    assertThat(bob.stream().answers(received.requireAttribute("id")))
        .hasSize(2)
        .allMatch(node -> node.is("receipt") && !node.hasAttribute("type", "retry"));
  }

  @Test
  void whoIsNotInTheGroupGetsNoAnswer() {
    TestDevice mallory = server.device("1009", 0);
    String id = server.messages().get(0).requireAttribute("id");
    server.queue(
        alice.lid(),
        Node.builder("receipt")
            .attribute("id", id)
            .attribute("from", group)
            .attribute("participant", mallory.lid())
            .attribute("type", "retry")
            .child(
                Node.builder("retry")
                    .attribute("count", "1")
                    .attribute("id", id)
                    .attribute("v", "1")
                    .build())
            .build());
    server.steps().run();
    assertThat(server.messages()).hasSize(1);
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void removedMemberGetsNothingAgain() {
    server.groups().change(alice, group, "remove", carol);
    String id = server.messages().get(0).requireAttribute("id");
    server.queue(
        alice.lid(),
        Node.builder("receipt")
            .attribute("id", id)
            .attribute("from", group)
            .attribute("participant", carol.lid())
            .attribute("type", "retry")
            .child(Node.builder("retry").attribute("count", "1").attribute("id", id).build())
            .build());
    server.steps().run();
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void keyForAnotherGroupIsDropped() {
    Jid other = server.groups().create(alice, bob);
    byte[] forged = distribution(other.toString());
    long before = bob.storage().count(Tables.SENDER_KEY);
    inGroup(alice, bob, "forged", forged);
    assertThat(bob.storage().count(Tables.SENDER_KEY)).isEqualTo(before);
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("sender-key-for-another-chat");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void keyInADirectChatIsDropped() {
    alice.sendRaw(bob, "direct", distribution(group.toString()));
    server.steps().run();
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("sender-key-for-another-chat");
    say(alice, "second");
    assertThat(bob.texts()).containsExactly("first", "second");
  }

  @Test
  void repeatedDistributionDoesNotRewind() {
    Node first = deliveredTo(bob);
    say(alice, "second");
    Node enc = first.children("enc").get(1);
    // the very skmsg again under another id: its iteration is used up
    server.queue(bob.lid(), message("replayed", alice.lid(), enc));
    server.steps().run();
    assertThat(bob.texts()).containsExactly("first", "second");
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void groupMessageUnderAnothersNameIsRefusedBeforeTheChainMoves() {
    Node enc = deliveredTo(bob).children("enc").get(1);
    server.queue(bob.lid(), message("stolen", carol.lid(), enc));
    byte[] bytes = enc.requireBytes().clone();
    bytes[bytes.length - 1] ^= 1;
    Node damaged =
        MessageStanza.enc(
                "skmsg",
                bytes,
                org.amarula.messaging.internal.content.Shape.of(Message.getDefaultInstance()))
            .build();
    server.queue(bob.lid(), message("damaged", alice.lid(), damaged));
    server.steps().run();
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("no-sender-key", "bad-signature");
    say(alice, "second");
    assertThat(bob.texts()).containsExactly("first", "second");
  }

  @Test
  void groupMessageInADirectChatIsRefused() {
    Node enc = deliveredTo(bob).children("enc").get(1);
    server.queue(
        bob.lid(),
        Node.builder("message")
            .attribute("id", "odd")
            .attribute("from", alice.lid())
            .attribute("t", "1700000000")
            .child(enc)
            .build());
    server.steps().run();
    assertThat(bob.stream().answers("odd"))
        .singleElement()
        .matches(node -> node.is("ack") && node.hasAttribute("error", "491"));
    assertThat(bob.texts()).containsExactly("first");
  }

  @Test
  void keyThatComesAfterItsMessageInTheStanzaIsTakenFirst() {
    TestDevice dave = server.device("1004", 0);
    server.groups().change(alice, group, "add", dave);
    server.changeDeliveries(
        node -> {
          List<Node> encs = node.children("enc");
          return encs.size() < 2 ? node : message(node, encs.get(1), encs.get(0));
        });
    say(alice, "second");
    assertThat(dave.texts()).containsExactly("second");
    assertThat(dave.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void crashBetweenOpeningAndAnswerLosesNothing() {
    bob.stream().loseAnswers();
    say(alice, "second");
    bob.crash();
    bob.start();
    assertThat(bob.texts()).containsExactly("first", "second");
    assertThat(server.unanswered(bob)).isEmpty();
    say(alice, "third");
    assertThat(bob.texts()).containsExactly("first", "second", "third");
  }

  @Test
  void failedCommitKeepsTheChainForTheNextDelivery() {
    bob.storage().failCommit(1);
    say(alice, "second");
    assertThat(bob.stream().closed()).isPresent();
    assertThat(bob.texts()).containsExactly("first");
    bob.connect();
    assertThat(bob.texts()).containsExactly("first", "second");
  }

  @Test
  void oldStatusIsNotAskedForAgain() {
    Node enc = deliveredTo(bob).children("enc").get(1);
    for (String t : List.of("1700000000", "1767323000")) { // long ago; an hour ago
      server.queue(
          bob.lid(),
          Node.builder("message")
              .attribute("id", "status-" + t)
              .attribute("from", Jid.STATUS)
              .attribute("participant", carol.lid())
              .attribute("t", t)
              .child(enc)
              .build());
    }
    server.steps().run();
    assertThat(bob.stream().answers("status-1700000000"))
        .noneMatch(node -> node.hasAttribute("type", "retry"));
    assertThat(bob.stream().answers("status-1767323000"))
        .anyMatch(node -> node.hasAttribute("type", "retry"));
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::retried)
        .containsExactly(false, true);
  }

  private void say(TestDevice device, String text) {
    device.send(group, text);
    server.steps().run();
  }

  private Node deliveredTo(TestDevice device) {
    return server.delivered().get(device == bob ? 0 : 1);
  }

  private Node message(String id, Jid author, Node enc) {
    return Node.builder("message")
        .attribute("id", id)
        .attribute("from", group)
        .attribute("participant", author)
        .attribute("t", "1700000000")
        .child(enc)
        .build();
  }

  private static Node message(Node given, Node... encs) {
    Node.builder("message");
    var changed =
        Node.builder("message")
            .attribute("id", given.requireAttribute("id"))
            .attribute("from", given.requireJidAttribute("from"))
            .attribute("participant", given.requireJidAttribute("participant"))
            .attribute("t", "1700000000");
    for (Node enc : encs) {
      changed.child(enc);
    }
    given.child("device-identity").ifPresent(changed::child);
    return changed.build();
  }

  /** Flips a byte in the first {@code enc} of one type that goes to a device. */
  private void damageNextFor(TestDevice device, String type) {
    boolean[] done = new boolean[1];
    int[] seen = new int[1];
    server.changeDeliveries(
        node -> {
          boolean hit = !done[0] && ++seen[0] == 1; // the first delivery goes to bob
          if (!hit || device != bob) {
            return node;
          }
          done[0] = true;
          Node[] encs =
              node.children("enc").stream()
                  .map(enc -> enc.attribute("type").orElse("").endsWith(type) ? flipped(enc) : enc)
                  .toArray(Node[]::new);
          return message(node, encs);
        });
  }

  private static Node flipped(Node enc) {
    byte[] bytes = enc.requireBytes().clone();
    bytes[bytes.length - 20] ^= 1;
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", enc.requireAttribute("type"))
        .bytes(bytes)
        .build();
  }

  private static byte[] distribution(String groupId) {
    var cipher = SignalProtocols.standard().groups();
    SenderKeyRecord record = cipher.withOwnKey(SenderKeyRecord.empty());
    try {
      return Message.newBuilder()
          .setSenderKeyDistributionMessage(
              Message.SenderKeyDistributionMessage.newBuilder()
                  .setGroupId(groupId)
                  .setAxolotlSenderKeyDistributionMessage(
                      com.google.protobuf.ByteString.copyFrom(cipher.distribution(record))))
          .build()
          .toByteArray();
    } catch (NoSenderKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** Encrypted as it should be, but in a stanza of the group. */
  private void inGroup(TestDevice from, TestDevice to, String id, byte[] message) {
    server.changeDeliveries(node -> node);
    from.sendRawInGroup(to, id, message, group);
    server.steps().run();
  }

  private void forget(TestDevice device, org.amarula.api.storage.Namespace table) {
    Batch.Builder batch = Batch.builder();
    device.storage().scan(table, "", "", 100).keySet().forEach(key -> batch.delete(table, key));
    server.steps().await(device.storage().commit(batch.build()));
    device.restartMessenger(); // which remembers such rows
  }

  private void forgetHolders(TestDevice device) {
    forget(device, Tables.KEY_HOLDERS);
  }

  private void forgetConfirmation(TestDevice device) {
    device.stream().silence();
    device.connect();
    Batch.Builder batch = Batch.builder();
    new org.amarula.messaging.internal.senderkey.HolderTable(device.storage())
        .doubt(batch, jid -> jid, jid -> true);
    server.steps().await(device.storage().commit(batch.build()));
  }
}
