package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.history.LIDMigrationMapping;
import org.amarula.proto.history.LIDMigrationMappingSyncPayload;
import org.amarula.proto.message.LIDMigrationMappingSyncMessage;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What our phone tells of numbers and hidden ids, spec/signal.md 8.1 and 8.3. */
class LidMigrationTest {
  private static final Jid BOB = Jid.of("1002", Jid.PN);
  private static final Jid BOB_LID = Jid.of("91002", Jid.LID);
  private static final Jid ACCOUNT = Jid.of("91001", Jid.LID);

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice phone;
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void converseByNumber() {
    server.hideLids(true);
    phone = server.device("1001", 0);
    alice = server.device("1001", 4);
    bob = server.device("1002", 0);
    phone.send(alice.pn(), "note");
    alice.send(bob.pn(), "one");
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  @Test
  void mappingOfThePhoneMovesTheSessionAndTheConversationGoesOn() {
    SessionTable sessions = new SessionTable(alice.storage());
    assertThat(sessions.devices(BOB)).hasSize(1);
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    assertThat(new Mappings(alice.storage()).other(BOB)).contains(BOB_LID);
    assertThat(sessions.devices(BOB)).isEmpty();
    assertThat(sessions.devices(BOB_LID)).hasSize(1);
    assertThat(alice.storage().count(Tables.MAPPING_DUTY)).isZero();
    bob.send(alice.pn(), "by number"); // the old name leads to the same record
    server.steps().run();
    server.hideLids(false); // what is sent to a hidden id tells its sender's number
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(alice.texts()).contains("back", "by number");
    assertThat(alice.events(MessageUnreadable.class)).isEmpty();
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void latestHiddenIdWinsOverTheAssignedOne() {
    phone.sendRaw(alice, "M1", mapping(81002, 91002), ACCOUNT);
    server.steps().run();
    assertThat(new Mappings(alice.storage()).other(BOB)).contains(BOB_LID);
  }

  @Test
  void repeatedMappingChangesNothing() {
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    phone.sendRaw(alice, "M2", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void stanzaOfBeforeTheMappingIsKnownAgain() {
    alice.stream().loseAnswers();
    bob.send(alice.pn(), "two");
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    assertThat(server.unanswered(alice)).hasSize(2);
    alice.disconnect();
    alice.connect();
    assertThat(alice.texts()).containsExactly("note", "back", "two");
    assertThat(alice.events(MessageUnreadable.class)).isEmpty();
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void messageThatComesOnceMoreUnderTheHiddenIdIsNotShownTwice() {
    bob.send(alice.pn(), "two");
    String id = server.messages().get(server.messages().size() - 1).requireAttribute("id");
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    server.hideLids(false);
    alice.send(bob.pn(), "three"); // tells her hidden id
    server.steps().run();
    bob.sendRaw(alice, id, Message.newBuilder().setConversation("two").build().toByteArray());
    server.steps().run();
    assertThat(alice.texts()).containsExactly("note", "back", "two");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void crashBeforeTheMappingIsLearntIsMadeUpForAtTheNextLogin() {
    int before = alice.storage().commits();
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    while (alice.storage().commits() == before) {
      server.steps().run(1);
    }
    assertThat(alice.storage().count(Tables.MAPPING_DUTY)).isOne();
    alice.crash();
    server.steps().run();
    assertThat(new Mappings(alice.storage()).other(BOB)).isEmpty();
    alice.start();
    assertThat(new Mappings(alice.storage()).other(BOB)).contains(BOB_LID);
    assertThat(alice.storage().count(Tables.MAPPING_DUTY)).isZero();
  }

  @Test
  void tokenOfTheContactMovesAlong() {
    Node token =
        Node.builder("token")
            .attribute("type", "trusted_contact")
            .attribute("t", server.clock().instant().getEpochSecond())
            .bytes(new byte[] {7})
            .build();
    alice
        .messenger()
        .onStanza(
            Node.builder("notification")
                .attribute("id", "T")
                .attribute("type", "privacy_token")
                .attribute("from", BOB)
                .child(Node.builder("tokens").child(token).build())
                .build());
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    server.hideLids(false);
    alice.send(bob.pn(), "two");
    Node message = server.messages().get(server.messages().size() - 1);
    assertThat(message.requireJidAttribute("to")).isEqualTo(BOB_LID);
    assertThat(message.requireChild("tctoken").contentAsBytes().orElseThrow()).containsExactly(7);
  }

  @Test
  void answerToARetryUnderTheNewNameIsShownOnce() {
    bob.send(alice.pn(), "by number");
    server.steps().run();
    String id = alice.received().get(alice.received().size() - 1).id();
    phone.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    bob.messenger()
        .onStanza(
            Node.builder("receipt")
                .attribute("id", "R")
                .attribute("from", alice.pn())
                .attribute("sender_lid", ACCOUNT)
                .build());
    byte[] again = Message.newBuilder().setConversation("by number").build().toByteArray();
    bob.sendRaw(alice, id, again); // by hidden id, encrypted anew
    bob.sendRaw(alice, "other", again);
    server.steps().run();
    assertThat(alice.events(MessageUnreadable.class)).isEmpty();
    assertThat(alice.texts()).endsWith("back", "by number", "by number");
    assertThat(alice.received().get(alice.received().size() - 1).id()).isEqualTo("other");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void mappingOfAnotherOwnDeviceIsDropped() {
    TestDevice tablet = server.device("1001", 5);
    tablet.send(alice.pn(), "note");
    tablet.sendRaw(alice, "M1", mapping(0, 91002), ACCOUNT);
    server.steps().run();
    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("mappings-not-of-the-phone");
    assertThat(new Mappings(alice.storage()).other(BOB)).isEmpty();
  }

  @Test
  void malformedMappingIsDroppedAndAnswered() {
    phone.sendRaw(alice, "M1", message(ByteString.copyFrom(new byte[] {10, 9, 1})), ACCOUNT);
    server.steps().run();
    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("mappings-malformed");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  private static byte[] mapping(long assigned, long latest) {
    LIDMigrationMapping.Builder mapping =
        LIDMigrationMapping.newBuilder().setPn(1002).setAssignedLid(latest);
    if (assigned != 0) {
      mapping.setAssignedLid(assigned).setLatestLid(latest);
    }
    return message(
        LIDMigrationMappingSyncPayload.newBuilder()
            .addPnToLidMappings(mapping)
            .build()
            .toByteString());
  }

  private static byte[] message(ByteString payload) {
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.LID_MIGRATION_MAPPING_SYNC)
                .setLidMigrationMappingSyncMessage(
                    LIDMigrationMappingSyncMessage.newBuilder().setEncodedMappingPayload(payload)))
        .build()
        .toByteArray();
  }
}
