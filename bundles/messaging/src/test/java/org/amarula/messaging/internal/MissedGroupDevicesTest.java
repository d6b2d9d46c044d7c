package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one message more for devices that a group's message missed, spec/signal.md 6.6, 7.6. */
class MissedGroupDevicesTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private TestDevice carol;
  private Jid group;

  @BeforeEach
  void threeAreInAGroup() {
    alice = server.device("1001", 0).with("missed.devices", "resend").restartMessenger();
    bob = server.device("1002", 0);
    carol = server.device("1003", 0);
    group = server.groups().create(alice, bob, carol);
    say("one");
  }

  private SendResult say(String text) {
    SendResult result = alice.send(group, text);
    server.steps().run();
    return result;
  }

  /** A device that cannot ask for what it cannot read. */
  private TestDevice mute(String user, int id) {
    TestDevice device = server.device(user, id);
    device.stream().loseAnswers();
    return device;
  }

  private List<Node> again() {
    return server.messages().stream()
        .filter(message -> message.hasAttribute("device_fanout", "false"))
        .toList();
  }

  private static List<Jid> readers(Node message) {
    return message.child("participants").stream()
        .flatMap(list -> list.children("to").stream())
        .map(to -> to.requireJidAttribute("jid"))
        .toList();
  }

  @Test
  void newDeviceGetsItWithTheKeyAndTheOthersNotAgain() {
    TestDevice tablet = mute("1002", 9);

    SendResult result = say("two");

    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    assertThat(tablet.texts()).containsExactly("two");
    Node again = again().get(0);
    assertThat(readers(again)).containsExactly(tablet.lid());
    assertThat(again.attribute("id")).contains(result.id());
    assertThat(again.attributes().keySet())
        .containsExactlyInAnyOrder("id", "to", "type", "addressing_mode", "device_fanout");
    assertThat(again.children())
        .extracting(Node::tag)
        .containsExactly("participants", "device-identity");
    say("three"); // it has the key by now
    assertThat(tablet.texts()).containsExactly("two", "three");
    assertThat(readers(server.messages().get(server.messages().size() - 1))).isEmpty();
    assertThat(bob.texts()).containsExactly("one", "two", "three");
    assertThat(carol.texts()).containsExactly("one", "two", "three");
    assertThat(again()).hasSize(1);
  }

  @Test
  void keyCountsAsGivenOnlyAfterTheAcknowledgement() {
    TestDevice tablet = mute("1002", 9);
    alice.stream().changeAcks(ack -> again().isEmpty() ? ack : ack.withAttribute("error", "500"));
    say("two");
    assertThat(again()).hasSize(1);
    alice.stream().changeAcks(ack -> ack);
    say("three");
    assertThat(readers(server.messages().get(server.messages().size() - 1)))
        .containsExactly(tablet.lid());
    assertThat(tablet.texts()).containsExactly("two", "three");
  }

  @Test
  void deviceThatAlsoAsksShowsItOnce() {
    TestDevice tablet = server.device("1002", 9);
    say("two");
    assertThat(tablet.texts()).containsExactly("two");
    say("three");
    assertThat(tablet.texts()).containsExactly("two", "three");
    assertThat(server.unanswered(tablet)).isEmpty();
  }

  @Test
  void memberWhoWasMissedGetsIt() {
    TestDevice dave = mute("1004", 0);
    server.groups().addSilently(group, dave);
    say("two");
    assertThat(dave.texts()).containsExactly("two");
    assertThat(readers(again().get(0))).containsExactly(dave.lid());
  }

  @Test
  void whoBecameAMemberAfterItDoesNotGetIt() {
    TestDevice dave = mute("1004", 0);
    TestDevice tablet = mute("1002", 9);
    alice.stream()
        .changeAcks(
            ack -> {
              server.groups().addSilently(group, dave); // before the members are asked for
              return ack;
            });
    say("two");
    assertThat(dave.texts()).isEmpty();
    assertThat(tablet.texts()).containsExactly("two"); // a device of one who was known
    assertThat(readers(again().get(0))).containsExactly(tablet.lid());
  }

  @Test
  void switchedOffTheListsAreDroppedAndNothingMore() {
    alice.with("missed.devices", "invalidate").restartMessenger();
    TestDevice tablet = mute("1002", 9);
    say("two");
    assertThat(again()).isEmpty();
    assertThat(tablet.texts()).isEmpty();
    int before = server.groups().metadataQueries();
    say("three");
    assertThat(server.groups().metadataQueries()).isEqualTo(before + 1);
    assertThat(tablet.texts()).containsExactly("three");
  }

  @Test
  void hashThatNeverFitsMakesNoLoop() {
    TestDevice tablet = mute("1002", 9);
    alice.stream().changeAcks(ack -> ack.withAttribute("phash", "2:AAAAAAAA"));
    say("two");
    assertThat(again()).hasSize(1);
    say("three");
    say("four");
    assertThat(again()).hasSize(1);
    assertThat(tablet.texts()).containsExactly("two", "three", "four");
    assertThat(bob.texts()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void failureLosesOnlyTheResend() {
    TestDevice tablet = mute("1002", 9);
    server.refuse(iq -> iq.hasAttribute("xmlns", "w:g2"));
    assertThat(say("two")).isInstanceOf(SendResult.Accepted.class);
    assertThat(again()).isEmpty();
    server.refuse(iq -> false);
    say("three");
    assertThat(tablet.texts()).containsExactly("three");
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void statusDoesNotGoAgain() {
    alice.stream().changeAcks(ack -> ack.withAttribute("phash", "2:AAAAAAAA"));
    mute("1002", 9);
    server
        .steps()
        .await(
            alice
                .messenger()
                .sendStatus(List.of(bob.pn()), new org.amarula.api.content.Text("hello")));
    server.steps().run();
    assertThat(again()).isEmpty();
  }
}
