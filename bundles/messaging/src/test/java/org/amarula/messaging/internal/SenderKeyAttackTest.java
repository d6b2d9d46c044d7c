package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.send.MessageStanza;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member of a group who floods and jumps, spec/signal.md 4 and 9.2. */
class SenderKeyAttackTest {
  private final ScriptedServer server = new ScriptedServer();
  private final GroupCipher cipher = SignalProtocols.standard().groups();
  private TestDevice mallory;
  private TestDevice bob;
  private Jid group;

  @BeforeEach
  void bothAreInAGroup() {
    mallory = server.device("1666", 0);
    bob = server.device("1002", 0);
    group = server.groups().create(mallory, bob);
    mallory.send(group, "first");
    server.steps().run();
  }

  private void distribute(String id, SenderKeyRecord record) throws NoSenderKeyException {
    Message.Builder message = Message.newBuilder();
    message
        .getSenderKeyDistributionMessageBuilder()
        .setGroupId(group.toString())
        .setAxolotlSenderKeyDistributionMessage(ByteString.copyFrom(cipher.distribution(record)));
    mallory.sendRawInGroup(bob, id, message.build().toByteArray(), group);
    server.steps().run();
  }

  private GroupEncrypted encrypt(SenderKeyRecord record, String text) throws NoSenderKeyException {
    byte[] message = Message.newBuilder().setConversation(text).build().toByteArray();
    return cipher.encrypt(record, MessagePadding.pad(message, 7));
  }

  private void deliver(String id, byte[] bytes) {
    Node enc = MessageStanza.enc("skmsg", bytes, new Shape("text", "", "", false)).build();
    server.queue(
        bob.lid(),
        Node.builder("message")
            .attribute("id", id)
            .attribute("from", group)
            .attribute("participant", mallory.lid())
            .child(enc)
            .build());
    server.steps().run();
  }

  @Test
  void floodOfKeysKeepsTheNewestFiveInOneRow() throws NoSenderKeyException {
    SenderKeyRecord newest = SenderKeyRecord.empty();
    for (int i = 0; i < 60; i++) {
      newest = cipher.withOwnKey(SenderKeyRecord.empty());
      distribute("K" + i, newest);
    }
    assertThat(bob.storage().count(Tables.SENDER_KEY)).isEqualTo(1);
    SenderKeyRecord kept = new SenderKeyTable(bob.storage()).load(group, mallory.lid());
    assertThat(kept.stateCount()).isEqualTo(5);
    deliver("N", encrypt(newest, "under the newest").bytes());
    assertThat(bob.texts()).containsExactly("first", "under the newest");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void iterationThatJumpsTooFarIsRefusedAndTheChainGoesOn() throws NoSenderKeyException {
    SenderKeyRecord record = cipher.withOwnKey(SenderKeyRecord.empty());
    distribute("K", record);
    GroupEncrypted next = encrypt(record, "at its place");
    byte[] atItsPlace = next.bytes();
    for (int i = 0; i < 2000; i++) {
      next = encrypt(next.record(), "skipped");
    }
    GroupEncrypted far = encrypt(next.record(), "too far");
    deliver("F", far.bytes());
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("future-limit");
    deliver("P", atItsPlace);
    deliver("S", next.bytes());
    assertThat(bob.texts()).containsExactly("first", "at its place", "skipped");
    assertThat(bob.events(MessageUnreadable.class)).hasSize(1);
  }
}
