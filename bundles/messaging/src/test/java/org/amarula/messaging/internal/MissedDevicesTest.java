package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one message more for devices that a direct message missed, spec/signal.md 6.6 and D-21. */
class MissedDevicesTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0).with("missed.devices", "resend").restartMessenger();
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    server.steps().run();
  }

  private List<Jid> readers(Node message) {
    return message.requireChild("participants").children("to").stream()
        .map(to -> to.requireJidAttribute("jid"))
        .toList();
  }

  private List<Node> again() {
    return server.messages().stream()
        .filter(message -> message.hasAttribute("device_fanout", "false"))
        .toList();
  }

  private long copiesForBob(String id) {
    return server.delivered().stream()
        .filter(node -> node.hasAttribute("id", id) && node.attribute("recipient").isEmpty())
        .filter(node -> node.requireJidAttribute("from").sameUser(alice.lid()))
        .count();
  }

  @Test
  void newDeviceGetsItOnceAndTheOthersNotAgain() {
    TestDevice tablet = server.device("1002", 12);

    SendResult result = alice.send(bob.pn(), "two");
    server.steps().run();

    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    assertThat(tablet.texts()).containsExactly("two");
    assertThat(bob.texts()).containsExactly("one", "two");
    Node again = server.messages().get(2);
    assertThat(readers(again)).containsExactly(tablet.lid());
    assertThat(again.attribute("id")).contains(result.id());
    assertThat(again.requireJidAttribute("to")).isEqualTo(bob.lid());
    assertThat(again.requireJidAttribute("peer_recipient_pn")).isEqualTo(bob.pn());
    assertThat(again.attributes().keySet())
        .containsExactlyInAnyOrder("id", "to", "type", "peer_recipient_pn", "device_fanout");
    assertThat(again.children())
        .extracting(Node::tag)
        .containsExactly("participants", "device-identity");
    assertThat(copiesForBob(result.id())).isEqualTo(2); // one for each of bob's devices
    alice.send(bob.pn(), "three");
    server.steps().run();
    assertThat(tablet.texts()).containsExactly("two", "three");
    assertThat(again()).hasSize(1);
  }

  @Test
  void ownNewDeviceGetsItsCopy() {
    TestDevice laptop = server.device("1001", 5);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(laptop.texts()).containsExactly("two");
    assertThat(laptop.received().get(0).fromMe()).isTrue();
    assertThat(laptop.received().get(0).chat()).isEqualTo(bob.lid());
    assertThat(readers(again().get(0))).containsExactly(laptop.lid());
  }

  @Test
  void switchedOffTheListsAreDroppedAndNothingMore() {
    alice.with("missed.devices", "invalidate").restartMessenger();
    TestDevice tablet = server.device("1002", 12);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(again()).isEmpty();
    assertThat(tablet.texts()).isEmpty();
    int before = server.usyncs();
    alice.send(bob.pn(), "three");
    server.steps().run();
    assertThat(server.usyncs()).isEqualTo(before + 1);
    assertThat(tablet.texts()).containsExactly("three");
  }

  @Test
  void hashThatNeverFitsMakesNoLoop() {
    alice.stream().changeAcks(ack -> ack.withAttribute("phash", "2:AAAAAAAA"));
    TestDevice tablet = server.device("1002", 12);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(again()).hasSize(1);
    alice.send(bob.pn(), "three"); // the hash is wrong and nobody was missed
    server.steps().run();
    assertThat(again()).hasSize(1);
    assertThat(tablet.texts()).containsExactly("two", "three");
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void nothingGoesAgainAfterTenMinutes() {
    TestDevice tablet = server.device("1002", 12);
    alice.stream()
        .changeAcks(
            ack -> {
              server.clock().advance(Duration.ofSeconds(601));
              return ack;
            });
    int before = server.usyncs();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(again()).isEmpty();
    assertThat(server.usyncs()).isEqualTo(before);
    assertThat(tablet.texts()).isEmpty();
  }

  @Test
  void refusedMessageDoesNotGoAgain() {
    TestDevice tablet = server.device("1002", 12);
    alice.stream().changeAcks(ack -> ack.withAttribute("error", "479"));
    assertThat(alice.send(bob.pn(), "two")).isInstanceOf(SendResult.Rejected.class);
    server.steps().run();
    assertThat(again()).isEmpty();
    assertThat(tablet.texts()).isEmpty();
  }

  @Test
  void failureChangesNothingOfTheSendAndCrashesNoSender() {
    TestDevice tablet = server.device("1002", 12);
    server.refuse(iq -> iq.hasAttribute("xmlns", "usync"));
    assertThat(alice.send(bob.pn(), "two")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(again()).isEmpty();
    server.refuse(iq -> false);
    assertThat(alice.send(bob.pn(), "three")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(tablet.texts()).containsExactly("three");
  }

  @Test
  void endOfTheStreamLosesOnlyTheResend() {
    TestDevice tablet = server.device("1002", 12);
    alice.stream()
        .changeAcks(
            ack -> {
              alice.stream().close(new DisconnectReason.StorageFailed("gone"));
              return ack;
            });
    assertThat(alice.send(bob.pn(), "two")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(again()).isEmpty();
    alice.connect();
    alice.send(bob.pn(), "three");
    server.steps().run();
    assertThat(tablet.texts()).containsExactly("three");
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  /** A durable message of which no answer came, tried again so long after. */
  private TestDevice secondTryAfter(Duration pause) {
    TestDevice tablet = server.device("1002", 12);
    alice.stream().silence();
    alice.messenger().send(bob.pn(), new Text("durable"), SendOptions.durable());
    server.steps().run();
    assertThat(server.messages()).hasSize(2);
    server.clock().advance(pause);
    alice.connect();
    alice.timer().fire();
    server.steps().run();
    assertThat(alice.outbox().waiting()).isZero();
    return tablet;
  }

  @Test
  void durableMessageGoesAgainAfterALaterTryAsWell() {
    TestDevice tablet = secondTryAfter(Duration.ofMinutes(9));
    assertThat(again()).hasSize(1);
    assertThat(tablet.texts()).containsExactly("durable");
    assertThat(bob.texts()).containsExactly("one", "durable");
  }

  @Test
  void timeBeginsWithTheFirstTryOfADurableMessage() {
    TestDevice tablet = secondTryAfter(Duration.ofMinutes(11));
    assertThat(again()).isEmpty();
    assertThat(tablet.texts()).isEmpty();
  }

  @Test
  void nextMessageComesAfterIt() {
    TestDevice tablet = server.device("1002", 12);
    var two = alice.messenger().send(bob.pn(), new Text("two"));
    server.steps().await(two);
    var three = alice.messenger().send(bob.pn(), new Text("three"));
    server.steps().await(three);
    server.steps().run();
    assertThat(tablet.texts()).containsExactly("two", "three");
  }
}
