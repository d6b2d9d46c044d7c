package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Text;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.Losses;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile server, or a hostile contact, tries. */
class AttackTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
  }

  @Test
  void forgedSignedPreKeyGetsNoMessage() {
    server.changeBundles(user -> damaged(user, "skey", "signature"));
    assertThatThrownBy(
            () -> server.steps().await(alice.messenger().send(bob.pn(), new Text("secret"))))
        .hasCauseInstanceOf(UnreachableException.class);
    assertThat(server.messages()).isEmpty();
    assertThat(alice.events(DeviceRefused.class))
        .extracting(DeviceRefused::check)
        .containsExactly("signed-pre-key-signature");
  }

  @Test
  void companionThatNobodyVouchesForIsLeftOutAndTheOthersGetTheMessage() {
    TestDevice tablet = server.device("1002", 12);
    server.changeBundles(user -> damaged(user, "device-identity"));
    assertThat(alice.send(bob.pn(), "hello")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(tablet.texts()).isEmpty();
    assertThat(alice.events(DeviceRefused.class))
        .containsExactly(new DeviceRefused(tablet.lid(), "device-identity"));
  }

  @Test
  void aMessageOfACompanionThatNobodyVouchesForIsReadAndTold() {
    TestDevice tablet = server.device("1001", 12);
    server.changeDeliveries(
        message ->
            message.child("device-identity").isPresent()
                ? damaged(message, "device-identity")
                : message);
    tablet.send(bob.pn(), "who am I");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("who am I");
    assertThat(bob.events(DeviceUnverified.class))
        .containsExactly(new DeviceUnverified(tablet.lid()));
  }

  @Test
  void garbageIsAskedForAgainAndTheAnswerIsShownOnce() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
    boolean[] damage = {true};
    server.changeDeliveries(
        message -> {
          boolean now = damage[0] && message.requireChild("enc").hasAttribute("type", "msg");
          damage[0] &= !now;
          return now ? damaged(message, "enc") : message;
        });
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.events(MessageUnreadable.class))
        .singleElement()
        .satisfies(event -> assertThat(event.retried()).isTrue());
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(server.unanswered(bob)).isEmpty();
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void garbageThatNeverEndsIsAskedForFourTimes() {
    server.changeDeliveries(message -> damaged(message, "enc"));
    SendResult result = alice.send(bob.pn(), "one");
    server.steps().run();
    List<Node> receipts =
        bob.stream().answers(result.id()).stream().filter(node -> node.is("receipt")).toList();
    assertThat(receipts).hasSize(4);
    assertThat(
            receipts.get(0).child("keys").isPresent() || receipts.get(1).child("keys").isPresent())
        .isTrue();
    assertThat(bob.texts()).isEmpty();
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void lostSessionIsMadeAnewByTheRetry() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
    new Losses(server).sessions(bob);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
    Node again = server.messages().get(server.messages().size() - 1);
    assertThat(again.requireChild("enc").attribute("type")).contains("pkmsg");
    assertThat(again.child("device-identity")).isPresent(); // trap 15
    alice.send(bob.pn(), "three");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two", "three");
  }

  @Test
  void replayedMessageIsAnsweredAndNotShown() {
    SendResult result = alice.send(bob.pn(), "one");
    server.steps().run();
    Node delivered = server.delivered().get(0);
    server.queue(bob.lid(), delivered);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.stream().answers(result.id())).hasSize(2).allMatch(node -> node.is("receipt"));
  }

  @Test
  void identityNotificationArchivesTheSessions() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
    server.queue(
        alice.lid(),
        Node.builder("notification")
            .attribute("id", "n1")
            .attribute("type", "encrypt")
            .attribute("from", bob.pn())
            .child(Node.of("identity"))
            .build());
    server.steps().run();
    assertThat(alice.events(IdentityChanged.class)).hasSize(1);
    assertThat(alice.stream().answers("n1")).hasSize(1);
    bob.send(alice.pn(), "backlog"); // the old session still decrypts
    server.steps().run();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("back", "backlog");
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void unknownGroupsAndContactsAreRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(
            () ->
                server
                    .steps()
                    .await(alice.messenger().send(Jid.of("12036", Jid.GROUP), new Text("hello"))))
        .hasCauseInstanceOf(UnreachableException.class);
    assertThatThrownBy(
            () -> server.steps().await(alice.messenger().send(Jid.ofPhone("777"), new Text("hi"))))
        .hasCauseInstanceOf(UnreachableException.class);
  }

  /** The node with the last byte of one of its descendants changed. */
  static Node damaged(Node node, String... path) {
    if (path.length == 0) {
      byte[] bytes = node.requireBytes();
      bytes[bytes.length - 1] ^= 1;
      return rebuilt(node).bytes(bytes).build();
    }
    NodeBuilder changed = rebuilt(node);
    String[] rest = java.util.Arrays.copyOfRange(path, 1, path.length);
    for (Node child : node.children()) {
      changed.child(child.is(path[0]) ? damaged(child, rest) : child);
    }
    return changed.build();
  }

  private static NodeBuilder rebuilt(Node node) {
    NodeBuilder copy = Node.builder(node.tag());
    node.attributes()
        .forEach(
            (key, value) ->
                node.jidAttribute(key)
                    .ifPresentOrElse(
                        jid -> copy.attribute(key, jid), () -> copy.attribute(key, value)));
    return copy;
  }
}
