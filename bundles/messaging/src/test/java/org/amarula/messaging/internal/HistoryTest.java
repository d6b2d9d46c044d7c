package org.amarula.messaging.internal;

import static org.amarula.messaging.internal.server.PhoneHistory.chunk;
import static org.amarula.messaging.internal.server.PhoneHistory.compressed;
import static org.amarula.messaging.internal.server.PhoneHistory.inline;
import static org.amarula.messaging.internal.server.PhoneHistory.message;
import static org.amarula.messaging.internal.server.PhoneHistory.uploaded;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.amarula.api.event.HistoryKind;
import org.amarula.api.event.HistoryLost;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.HttpFailure;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history that our phone hands over, and what is learnt from it (spec/features.md 4). */
class HistoryTest {
  private static final Jid BOB = Jid.of("1002", Jid.PN);
  private static final Jid BOB_LID = Jid.of("91002", Jid.LID);
  private static final Jid CAROL = Jid.of("1003", Jid.PN);
  private static final Jid CAROL_LID = Jid.of("91003", Jid.LID);
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
    bob.send(alice.pn(), "yes");
    server.steps().run();
  }

  private void tells(String id, HistorySyncNotification told) {
    phone.sendRaw(alice, id, message(told), ACCOUNT);
    server.steps().run();
  }

  private HistorySyncNotification atBob() {
    return uploaded(server.files(), "/bob", chunk(BOB, BOB_LID).build());
  }

  private HistorySyncNotification atCarol() {
    return uploaded(server.files(), "/carol", chunk(CAROL, CAROL_LID).build());
  }

  private void assertKnown(Jid pn, Jid lid) {
    assertThat(new Mappings(alice.storage()).other(pn)).contains(lid);
    assertThat(new Mappings(alice.storage()).other(lid)).contains(pn);
  }

  private void assertUnknown(Jid pn) {
    assertThat(new Mappings(alice.storage()).other(pn)).isEmpty();
  }

  private void assertSettled() {
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isZero();
    assertThat(server.unanswered(alice)).isEmpty();
  }

  private List<String> lost() {
    return alice.events(HistoryLost.class).stream().map(HistoryLost::reason).toList();
  }

  @Test
  void chunkOfAFileMovesTheSessionAndTheConversationGoesOn() {
    assertThat(new SessionTable(alice.storage()).devices(BOB)).hasSize(1);

    tells("H1", atBob());

    assertKnown(BOB, BOB_LID);
    assertThat(new SessionTable(alice.storage()).devices(BOB)).isEmpty();
    assertThat(alice.events(HistoryReceived.class))
        .containsExactly(new HistoryReceived(HistoryKind.RECENT, 1, 100, 0, 1));
    assertThat(server.files().asked()).containsExactly("files.test/bob");
    assertThat(server.files().last().uri().getQuery())
        .startsWith("oh=1&hash=")
        .endsWith("&mms-type=md-msg-hist&__wa-mms=");
    List<Node> answers = alice.stream().answers("H1");
    assertThat(answers)
        .extracting(node -> node.attribute("type").orElse(""))
        .containsExactly("sender", "hist_sync");
    assertThat(answers.get(1).requireJidAttribute("to")).isEqualTo(alice.pn().toUser());
    assertSettled();
    bob.send(alice.pn(), "back"); // the old name leads to the same record
    server.steps().run();
    server.hideLids(false); // what is sent to a hidden id tells its sender's number
    alice.send(BOB, "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(alice.texts()).containsExactly("note", "yes", "back");
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void chunkInTheNotificationNeedsNoFile() {
    tells("H1", inline(chunk(BOB, BOB_LID).build()));

    assertKnown(BOB, BOB_LID);
    assertThat(server.files().asked()).isEmpty();
    assertSettled();
  }

  @Test
  void notificationWithoutAFileIsToldAndSettled() {
    tells("H1", HistorySyncNotification.getDefaultInstance());

    assertThat(alice.events(HistoryReceived.class))
        .containsExactly(new HistoryReceived(HistoryKind.UNKNOWN, 0, 0, 0, 0));
    assertSettled();
  }

  @Test
  void repeatedChunkTeachesNothingNew() {
    tells("H1", atBob());
    tells("H2", atBob());

    assertThat(alice.events(HistoryReceived.class))
        .extracting(HistoryReceived::mappings)
        .containsExactly(1, 0);
  }

  @Test
  void historyThatNobodyWantsIsAnsweredAndLearntFromUntold() {
    alice.with("history.sync", "off").restartMessenger();

    tells("H1", atBob());

    assertKnown(BOB, BOB_LID);
    assertThat(alice.events(HistoryReceived.class)).isEmpty();
    assertThat(alice.stream().answers("H1"))
        .anyMatch(node -> node.hasAttribute("type", "hist_sync"));
  }

  @Test
  void crashBetweenTheStepAndTheReadingLearnsAtTheNextLogin() {
    phone.sendRaw(alice, "H1", message(atBob()), ACCOUNT);
    while (alice.stream().answers("H1").size() < 2) {
      server.steps().run(1);
    }
    alice.crash();
    server.steps().run();
    assertUnknown(BOB);
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isEqualTo(1);

    alice.start();
    server.steps().run();

    assertKnown(BOB, BOB_LID);
    assertSettled();
    assertThat(alice.stream().answers("H1")).as("it is not sent again").isEmpty();
  }

  @Test
  void chunksAreReadInTheOrderOfTheirArrivalAlsoWhenTheFirstHasToWait() {
    server.files().fail(HttpFailure.TIMEOUT, 1);

    tells("H1", atBob());
    tells("H2", atCarol());
    assertThat(server.files().asked()).containsExactly("files.test/bob");
    assertUnknown(CAROL);
    bob.send(alice.pn(), "meanwhile");
    server.steps().run();
    assertThat(alice.texts()).as("the session goes on").contains("meanwhile");

    alice.timer().fire();
    server.steps().run();

    assertThat(server.files().asked())
        .containsExactly("files.test/bob", "files.test/bob", "files.test/carol");
    assertKnown(BOB, BOB_LID);
    assertKnown(CAROL, CAROL_LID);
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isZero();
  }

  @Test
  void otherHostsAreAskedInTurnAndFiveTriesAreEnough() {
    server.files().hosts("one.test", "bad host", "two.test");
    server.files().refuse(503, 10);

    tells("H1", atBob());
    for (int i = 0; i < 6; i++) {
      alice.timer().fire();
      server.steps().run();
    }

    assertThat(server.files().asked())
        .hasSize(10)
        .startsWith("one.test/bob", "two.test/bob", "one.test/bob");
    assertThat(lost()).containsExactly("unreachable");
    assertUnknown(BOB);
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isZero();
    tells("H2", atCarol());
    assertKnown(CAROL, CAROL_LID);
  }

  @Test
  void triesThatEndedTheProcessAreCountedSoThatItEnds() {
    server.files().during(alice::crash, 20);
    phone.sendRaw(alice, "H1", message(atBob()), ACCOUNT);
    server.steps().run();
    int lives = 1;
    while (alice.storage().count(Tables.HISTORY_DUTY) > 0 && lives < 20) {
      alice.start();
      server.steps().run();
      lives++;
    }
    assertThat(lives).isEqualTo(7); // the first is not counted, and the last gives it up
    assertThat(server.files().asked()).hasSize(6);
    assertThat(lost()).containsExactly("unreachable");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void damagedChunksAreDroppedByNameAndTheNextIsRead() {
    HistorySyncNotification told = atBob();
    byte[] other = new byte[32];
    tells("H1", told.toBuilder().setMediaKey(ByteString.copyFrom(other)).build());
    tells("H2", told.toBuilder().setFileSha256(ByteString.copyFrom(other)).build());
    tells("H3", told.toBuilder().setDirectPath("//elsewhere.test/bob").build());
    tells("H4", uploaded(server.files(), "/cut", new byte[] {0x78, (byte) 0x9c}));
    tells("H5", uploaded(server.files(), "/zip", "no zlib at all".getBytes()));
    tells("H6", uploaded(server.files(), "/odd", compressed(new byte[] {0x0b})));
    server.files().fail(HttpFailure.TOO_LONG, 1);
    tells("H7", atBob());
    tells("H8", atCarol());

    assertThat(lost())
        .containsExactly(
            "damaged", "damaged", "no_address", "truncated", "compression", "format", "too_long");
    assertUnknown(BOB);
    assertKnown(CAROL, CAROL_LID);
    assertSettled();
  }

  @Test
  void fileThatCameDamagedOnItsWayIsReadAgain() {
    HistorySyncNotification told = atBob();
    server.files().put("/bob", new byte[] {1, 2, 3}); // another file than was told
    tells("H1", told);
    assertThat(lost()).isEmpty();
    atBob();
    alice.timer().fire();
    server.steps().run();
    assertKnown(BOB, BOB_LID);
  }

  @Test
  void lostConnectionCountsForNothingAndTheNextLoginGoesOn() {
    for (int i = 0; i < 8; i++) {
      server.files().fail(HttpFailure.CLOSED, 1);
      if (i == 0) {
        tells("H1", atBob());
      } else {
        alice.disconnect();
        alice.connect();
        server.steps().run();
      }
      assertUnknown(BOB);
    }
    alice.disconnect();
    alice.connect();
    server.steps().run();

    assertKnown(BOB, BOB_LID);
    assertThat(lost()).isEmpty();
  }

  @Test
  void strangersHistoryIsDroppedAndNothingIsRead() {
    server.hideLids(false);
    TestDevice mallory = server.device("1004", 0);
    mallory.send(alice.pn(), "hello");
    server.steps().run();

    mallory.sendRaw(alice, "F1", message(atCarol()));
    server.steps().run();

    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("self-only-protocol-message");
    assertThat(server.files().asked()).isEmpty();
    assertUnknown(CAROL);
    assertThat(alice.stream().sent()).noneMatch(node -> node.hasAttribute("type", "hist_sync"));
    assertSettled();
  }

  @Test
  void historyOfAnotherCompanionIsDroppedAndAnswered() {
    TestDevice laptop = server.device("1001", 5);
    laptop.send(alice.pn(), "note");
    server.steps().run();

    laptop.sendRaw(alice, "F1", message(atCarol()), ACCOUNT);
    server.steps().run();

    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("history-not-of-the-phone");
    assertThat(server.files().asked()).isEmpty();
    assertThat(alice.stream().answers("F1"))
        .anyMatch(node -> node.hasAttribute("type", "hist_sync"));
    assertSettled();
  }

  @ParameterizedTest
  @ValueSource(strings = {"files.test", "mmg.whatsapp.net", "127.0.0.1.files.test", ""})
  void anAccountOfALoopbackServerReadsFromLoopbackHostsOnly(String told) {
    alice.with("url", "ws://127.0.0.1:1/ws/chat").restartMessenger();
    server.files().hosts(told.isEmpty() ? new String[0] : new String[] {told});

    tells("H1", atBob());

    assertThat(server.files().asked()).isEmpty();
    assertUnknown(BOB);

    server.files().hosts(told.isEmpty() ? "127.0.0.1:8443" : told, "127.0.0.1:8443");
    alice.restartMessenger();
    server.steps().run();

    assertThat(server.files().asked()).containsExactly("127.0.0.1/bob");
    assertKnown(BOB, BOB_LID);
  }
}
