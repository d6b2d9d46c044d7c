package org.amarula.messaging.internal;

import static org.amarula.messaging.internal.server.PhoneHistory.chunk;
import static org.amarula.messaging.internal.server.PhoneHistory.message;
import static org.amarula.messaging.internal.server.PhoneHistory.uploaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.amarula.api.event.HistoryLost;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.media.MediaRetryCipher;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.media.MediaRetryNotification;
import org.amarula.proto.media.ServerErrorReceipt;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A history file that is gone is asked of the phone once more (spec/features.md 2.6). */
class HistoryAgainTest {
  private static final Jid BOB = Jid.of("1002", Jid.PN);
  private static final Jid BOB_LID = Jid.of("91002", Jid.LID);
  private static final Jid ACCOUNT = Jid.of("91001", Jid.LID);

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice phone;
  private TestDevice alice;
  private HistorySyncNotification told;

  @BeforeEach
  void fileIsGone() {
    phone = server.device("1001", 0);
    alice = server.device("1001", 4);
    phone.send(alice.pn(), "note");
    server.steps().run();
    told = uploaded(server.files(), "/new", chunk(BOB, BOB_LID).build());
    told = told.toBuilder().setDirectPath("/old?oh=1").build();
    phone.sendRaw(alice, "H1", message(told), ACCOUNT);
    server.steps().run();
  }

  private Optional<Jid> known() {
    return new Mappings(alice.storage()).other(BOB);
  }

  private List<Node> requests() {
    return alice.stream().sent().stream()
        .filter(node -> node.hasAttribute("type", "server-error"))
        .toList();
  }

  private void answers(Jid from, MediaRetryNotification result) {
    byte[] iv = new byte[12];
    byte[] sealed =
        new MediaRetryCipher(told.getMediaKey().toByteArray()).seal("H1", iv, result.toByteArray());
    answers(
        from,
        Node.builder("encrypt")
            .child(Node.builder("enc_p").bytes(sealed).build())
            .child(Node.builder("enc_iv").bytes(iv).build())
            .build());
  }

  private void answers(Jid from, Node content) {
    NodeBuilder answer =
        Node.builder("notification")
            .attribute("id", "H1")
            .attribute("from", from)
            .attribute("type", "mediaretry")
            .child(content);
    server.queue(alice.lid(), answer.build());
    server.steps().run();
  }

  private static MediaRetryNotification success(String path) {
    return MediaRetryNotification.newBuilder()
        .setStanzaId("H1")
        .setDirectPath(path)
        .setResult(MediaRetryNotification.ResultType.SUCCESS)
        .build();
  }

  @Test
  void phoneIsAskedAsAPeerAndItsNewPathIsRead() throws Exception {
    assertThat(requests()).hasSize(1);
    Node request = requests().get(0);
    assertThat(request.requireAttribute("id")).isEqualTo("H1");
    assertThat(request.requireAttribute("category")).isEqualTo("peer");
    assertThat(request.requireJidAttribute("to")).isEqualTo(alice.pn().toUser());
    assertThat(request.child("rmr")).isEmpty();
    Node encrypt = request.requireChild("encrypt");
    byte[] asked =
        new MediaRetryCipher(told.getMediaKey().toByteArray())
            .open(
                "H1",
                encrypt.requireChild("enc_iv").requireBytes(),
                encrypt.requireChild("enc_p").requireBytes());
    assertThat(ServerErrorReceipt.parseFrom(asked).getStanzaId()).isEqualTo("H1");

    answers(alice.pn().toUser(), success("/new?oh=2"));

    assertThat(known()).contains(BOB_LID);
    assertThat(server.files().asked()).containsExactly("files.test/old", "files.test/new");
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isZero();
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void answerOfAnotherIsNotBelieved() {
    answers(BOB, success("/new?oh=2"));
    assertThat(known()).isEmpty();
    assertThat(alice.events(HistoryLost.class)).isEmpty();
    answers(alice.pn().toUser(), success("/new?oh=2"));
    assertThat(known()).contains(BOB_LID);
  }

  @Test
  void refusalEndsIt() {
    answers(alice.pn().toUser(), Node.builder("error").attribute("code", "2").build());
    assertLost();
  }

  @Test
  void silenceEndsIt() {
    alice.timer().fire();
    server.steps().run();
    assertLost();
    answers(alice.pn().toUser(), success("/new?oh=2"));
    assertThat(known()).as("too late").isEmpty();
  }

  @Test
  void pathsThatAreGoneAgainAndAgainMakeNoLoop() {
    for (int i = 0; i < 20 && alice.events(HistoryLost.class).isEmpty(); i++) {
      answers(alice.pn().toUser(), success("/old?oh=" + i));
    }
    assertLost();
    assertThat(requests()).hasSizeBetween(4, 6);
  }

  @Test
  void crashWhileThePhoneIsAskedAsksItAgain() {
    alice.crash();
    server.steps().run();
    alice.start();
    server.steps().run();
    assertThat(requests()).hasSize(1); // on the new stream
    answers(alice.pn().toUser(), success("/new?oh=2"));
    assertThat(known()).contains(BOB_LID);
  }

  @Test
  void phoneIsAskedAtTheNextLoginWhenTheStreamHasEnded() {
    server
        .files()
        .goneAfter(() -> alice.stream().close(new DisconnectReason.NetworkLost("on purpose")));
    answers(alice.pn().toUser(), success("/new?oh=2"));
    alice.disconnect();
    alice.timer().fire(); // a minute later
    server.steps().run();
    assertThat(alice.events(HistoryLost.class)).isEmpty();
    server.files().refuse(404, 1);
    alice.connect();
    assertThat(requests()).hasSize(1); // on the new stream
    answers(alice.pn().toUser(), success("/new?oh=3"));
    assertThat(known()).contains(BOB_LID);
  }

  @Test
  void minuteOfThePhoneEndsWithTheLogin() {
    alice.disconnect();
    alice.timer().fire(); // the minute passes while nobody could be told of its answer
    server.steps().run();
    assertThat(alice.events(HistoryLost.class)).isEmpty();
    alice.connect();
    assertThat(requests()).hasSize(1); // on the new stream
    answers(alice.pn().toUser(), success("/new?oh=2"));
    assertThat(known()).contains(BOB_LID);
  }

  @Test
  void loginsThatEndWhileThePhoneIsAskedAreNoTries() {
    for (int i = 0; i < 10; i++) {
      assertThat(requests()).hasSize(1);
      alice.disconnect();
      alice.connect();
    }
    assertThat(alice.events(HistoryLost.class)).isEmpty();
    answers(alice.pn().toUser(), success("/new?oh=2"));
    assertThat(known()).contains(BOB_LID);
  }

  private void assertLost() {
    assertThat(alice.events(HistoryLost.class))
        .extracting(HistoryLost::reason)
        .allMatch(reason -> reason.equals("gone") || reason.equals("unreachable"))
        .hasSize(1);
    assertThat(alice.storage().count(Tables.HISTORY_DUTY)).isZero();
    assertThat(known()).isEmpty();
  }
}
