package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of devices that change, and names that turn out to be one person. */
class DeviceChangeTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    server.steps().run();
  }

  private Node devices(String id, String change, TestDevice device, String hash) {
    Node named =
        Node.builder("device")
            .attribute("jid", device.pn())
            .attribute("key-index", device.pn().device())
            .build();
    return Node.builder("notification")
        .attribute("id", id)
        .attribute("type", "devices")
        .attribute("from", bob.pn())
        .child(Node.builder(change).attribute("device_hash", hash).child(named).build())
        .build();
  }

  @Test
  void otherHashInTheAcknowledgementMakesTheNextSendAskAgain() {
    TestDevice tablet = server.device("1002", 12);
    alice.send(bob.pn(), "missed"); // the list of alice is old; the ack's phash tells
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(tablet.texts()).containsExactly("two");
    assertThat(bob.texts()).containsExactly("one", "missed", "two");
  }

  @Test
  void addedDeviceIsAskedForWhenTheHashDiffersAndAckedOnce() {
    TestDevice tablet = server.device("1002", 12);
    server.queue(alice.lid(), devices("n1", "add", tablet, "2:AAAAAAAA"));
    server.steps().run();
    assertThat(alice.stream().answers("n1")).hasSize(1);
    int before = server.usyncs();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(server.usyncs()).isEqualTo(before + 1);
    assertThat(tablet.texts()).containsExactly("two");
  }

  @Test
  void addedDeviceWithTheRightHashNeedsNoQuery() {
    TestDevice tablet = server.device("1002", 12);
    String hash =
        org.amarula.messaging.internal.device.Phash.of(java.util.List.of(bob.pn(), tablet.pn()));
    server.queue(alice.lid(), devices("n1", "add", tablet, hash));
    server.steps().run();
    int before = server.usyncs();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(server.usyncs()).isEqualTo(before);
    assertThat(tablet.texts()).containsExactly("two");
  }

  @Test
  void answerOfBeforeANoticeIsNotKept() {
    server.clock().advance(Duration.ofHours(25)); // the list of bob is too old
    List<TestDevice> added = new ArrayList<>();
    alice.stream()
        .changeAnswers(
            (iq, answer) -> {
              if (iq.hasAttribute("xmlns", "usync") && added.isEmpty()) {
                added.add(server.device("1002", 12)); // the notice comes first
                server.queue(alice.lid(), devices("n1", "add", added.get(0), "2:AAAAAAAA"));
                server.steps().run();
              }
              return answer;
            });
    alice.stream().changeAcks(ack -> Node.builder("ack").build()); // tells no other devices
    alice.send(bob.pn(), "by the old list");
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(added.get(0).texts()).containsExactly("two");
  }

  @Test
  void removedDeviceLosesItsSession() {
    TestDevice tablet = server.device("1002", 12);
    tablet.send(alice.pn(), "hello");
    server.steps().run();
    SessionTable sessions = new SessionTable(alice.storage());
    assertThat(sessions.load(tablet.lid()).hasCurrent()).isTrue();
    server.queue(alice.lid(), devices("n1", "remove", tablet, "2:AAAAAAAA"));
    server.steps().run();
    assertThat(sessions.load(tablet.lid()).hasCurrent()).isFalse();
    assertThat(sessions.load(bob.lid()).hasCurrent()).isTrue();
  }

  @Test
  void contactWithoutKnownLidIsReachedByNumberAndMigratesLater() {
    server.hideLids(true);
    TestDevice carol = server.device("1003", 0);
    TestDevice dave = server.device("1004", 0);
    carol.send(dave.pn(), "by number");
    server.steps().run();
    assertThat(dave.texts()).containsExactly("by number");
    assertThat(server.messages().get(1).jidAttribute("to")).contains(dave.pn());
    dave.send(carol.pn(), "back");
    server.steps().run();
    SessionTable sessions = new SessionTable(carol.storage());
    assertThat(sessions.load(dave.pn()).hasCurrent()).isTrue();
    server.hideLids(false);
    dave.send(carol.pn(), "now with both names"); // the stanza tells the other name
    server.steps().run();
    assertThat(sessions.load(dave.pn()).hasCurrent()).isFalse();
    assertThat(sessions.load(dave.lid()).hasCurrent()).isTrue();
    carol.send(dave.pn(), "by hidden id");
    server.steps().run();
    assertThat(carol.texts()).containsExactly("back", "now with both names");
    assertThat(dave.texts()).containsExactly("by number", "by hidden id");
    Node last = server.messages().get(server.messages().size() - 1);
    assertThat(last.jidAttribute("to")).contains(dave.lid());
    Node enc = last.requireChild("participants").requireChild("to").requireChild("enc");
    assertThat(enc.attribute("type")).contains("msg"); // the session moved, none was made anew
    assertThat(Jid.of("1004", Jid.PN)).isEqualTo(dave.pn());
  }
}
