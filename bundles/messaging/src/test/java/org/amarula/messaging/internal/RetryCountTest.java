package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of asking and of answering, spec/signal.md 7.6. */
class RetryCountTest {
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

  private static Node garbage(Jid from, int count) {
    NodeBuilder enc =
        Node.builder("enc").attribute("v", "2").attribute("type", "msg").bytes(new byte[20]);
    if (count > 0) {
      enc.attribute("count", count);
    }
    return Node.builder("message")
        .attribute("id", "G")
        .attribute("from", from)
        .child(enc.build())
        .build();
  }

  private List<Long> counts() {
    return bob.stream().answers("G").stream()
        .flatMap(answer -> answer.child("retry").stream())
        .map(retry -> retry.numberAttribute("count").orElse(-1))
        .toList();
  }

  private void give(int count) {
    bob.messenger().onStanza(garbage(alice.lid(), count));
    server.steps().run();
  }

  /** The counts live in memory: what the sender counts goes on where they were lost. */
  @Test
  void countGoesOnAfterARestartByWhatTheSenderSays() {
    give(0);
    give(1);
    assertThat(counts()).containsExactly(1L, 2L);
    bob.crash();
    bob.start();
    give(2);
    give(3);
    give(4);
    assertThat(counts()).containsExactly(3L, 4L);
    assertThat(bob.stream().answers("G")).filteredOn(node -> node.is("ack")).hasSize(3);
    List<MessageUnreadable> told = bob.events(MessageUnreadable.class);
    assertThat(told).extracting(MessageUnreadable::retried).endsWith(true, true, false);
  }

  @Test
  void senderThatClaimsToHaveTriedOftenIsAskedNoMore() {
    give(9);
    assertThat(counts()).isEmpty();
    assertThat(bob.stream().answers("G")).singleElement().matches(node -> node.is("ack"));
  }

  @Test
  void fiveAnswersAreGivenInAllWhicheverNameAsks() {
    String id = alice.send(bob.pn(), "asked for").id();
    server.steps().run();
    int before = server.messages().size();
    for (int i = 0; i < 6; i++) {
      for (Jid name : List.of(bob.pn(), bob.lid())) {
        Node retry =
            Node.builder("retry")
                .attribute("count", "1")
                .attribute("id", id)
                .attribute("t", "1700000000")
                .build();
        alice
            .messenger()
            .onStanza(
                Node.builder("receipt")
                    .attribute("id", id)
                    .attribute("type", "retry")
                    .attribute("from", name)
                    .child(retry)
                    .child(Node.builder("registration").bytes(new byte[4]).build())
                    .build());
        server.steps().run();
      }
    }
    assertThat(server.messages()).hasSize(before + 5);
    assertThat(bob.texts()).containsExactly("one", "asked for");
    assertThat(alice.stream().answers(id))
        .filteredOn(node -> node.hasAttribute("type", "retry"))
        .hasSize(12)
        .allMatch(node -> node.is("ack"));
  }

  @Test
  void sessionThatDoesNotWorkIsReplacedAndTheServerIsToldWhy() {
    String id = alice.send(bob.pn(), "asked for").id();
    server.steps().run();
    int before = server.queries(alice).size();
    alice
        .messenger()
        .onStanza(
            Node.builder("receipt")
                .attribute("id", id)
                .attribute("type", "retry")
                .attribute("from", bob.lid())
                .child(Node.builder("retry").attribute("count", "1").attribute("id", id).build())
                .child(Node.builder("registration").bytes(new byte[] {0, 0, 99, 99}).build())
                .build());
    server.steps().run();
    Node user = server.queries(alice).get(before).requireChild("key").requireChild("user");
    assertThat(user.requireJidAttribute("jid")).isEqualTo(bob.lid());
    assertThat(user.attribute("reason")).contains("identity");
    Node again = server.messages().get(server.messages().size() - 1);
    assertThat(again.requireChild("enc").attribute("type")).contains("pkmsg");
    assertThat(server.queries(alice).subList(0, before))
        .noneMatch(query -> query.toString().contains("reason='identity'"));
  }

  @Test
  void unreadablePartBesideAReadableOneIsTold() {
    byte[] text = {10, 2, 'h', 'i'};
    server.hold(true);
    alice.sendRaw(bob, "P2", Bytes.utf8("no message").toArray());
    alice.sendRaw(bob, "P3", text);
    List<Node> queued = server.unanswered(bob);
    Node joined =
        Node.builder("message")
            .attribute("id", "P")
            .attribute("from", alice.lid())
            .children(queued.stream().map(node -> node.requireChild("enc")).toList())
            .build();
    bob.messenger().onStanza(joined);
    server.steps().run();
    assertThat(bob.stream().answers("P"))
        .singleElement()
        .matches(answer -> answer.is("receipt") && !answer.hasAttribute("type", "retry"));
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("unparsable-part");
    assertThat(bob.texts()).containsExactly("one", "hi");
  }
}
