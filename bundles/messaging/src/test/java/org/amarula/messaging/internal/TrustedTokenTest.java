package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trusted contact tokens go along with messages to contacts, and with nothing else. */
class TrustedTokenTest {
  private static final long WEEK = 604_800;

  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private long now;

  @BeforeEach
  void twoAccountsAreOnline() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    now = server.clock().instant().getEpochSecond();
  }

  @Test
  void tokenOfTheSenderGoesAlongWithEachMessage() {
    give(now - 10, "token");
    alice.send(bob.pn(), "hello");
    assertThat(tokens(0)).containsExactly("token");
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void newerTokenWinsAndOneWithoutTimeIsNotTaken() {
    give(now - 10, "new");
    give(now - 20, "old");
    give(0, "timeless");
    alice.send(bob.pn(), "hello");
    assertThat(tokens(0)).containsExactly("new");
  }

  @Test
  void expiredTokenStaysAtHome() {
    give((now / WEEK - 3) * WEEK - 1, "expired");
    alice.send(bob.pn(), "hello");
    assertThat(tokens(0)).isEmpty();
    give((now / WEEK - 3) * WEEK, "valid");
    alice.send(bob.pn(), "hello");
    assertThat(tokens(1)).containsExactly("valid");
  }

  @Test
  void ownTokenIsGivenOnceAWeek() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(given()).hasSize(1);
    Node token = given().get(0).requireChild("tokens").requireChild("token");
    assertThat(token.requireJidAttribute("jid")).isEqualTo(bob.pn().toUser());
    assertThat(token.attribute("type")).contains("trusted_contact");
    assertThat(token.requireNumberAttribute("t")).isEqualTo(now);
  }

  @Test
  void ownTokenIsGivenAgainWhenTheContactChangedWhileItWasGiven() {
    alice.stream()
        .changeAnswers(
            (iq, answer) -> {
              if (isToken(iq) && given().size() == 1) { // the notice comes first
                server.queue(
                    alice.lid(),
                    Node.builder("notification")
                        .attribute("id", "n1")
                        .attribute("from", bob.lid())
                        .attribute("type", "encrypt")
                        .child(Node.of("identity"))
                        .build());
                server.steps().run();
              }
              return answer;
            });
    for (String text : List.of("one", "two", "three")) {
      alice.send(bob.pn(), text);
      server.steps().run();
    }
    assertThat(given()).hasSize(2);
  }

  private List<Node> given() {
    return server.queries(alice).stream().filter(TrustedTokenTest::isToken).toList();
  }

  private static boolean isToken(Node iq) {
    return iq.hasAttribute("xmlns", "privacy") && iq.child("tokens").isPresent();
  }

  @Test
  void neitherGroupsNorOurselvesGetOne() {
    TestDevice laptop = server.device("1001", 5);
    give(now - 10, "token");
    alice.send(server.groups().create(alice, bob), "hello");
    alice.send(alice.pn(), "a note");
    server.steps().run();
    assertThat(tokens(0)).isEmpty();
    assertThat(tokens(1)).isEmpty();
    assertThat(laptop.texts()).containsExactly("hello", "a note");
  }

  private void give(long at, String token) {
    Node.builder("tokens");
    var node = Node.builder("token").attribute("type", "trusted_contact");
    if (at != 0) {
      node.attribute("t", at);
    }
    node.attribute("jid", alice.pn().toUser())
        .bytes(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    server.queue(
        alice.lid(),
        Node.builder("notification")
            .attribute("id", "t" + at)
            .attribute("from", bob.pn().toUser())
            .attribute("sender_lid", bob.lid().toUser())
            .attribute("type", "privacy_token")
            .child(Node.builder("tokens").child(node.build()).build())
            .build());
    server.steps().run();
  }

  private List<String> tokens(int message) {
    return server.messages().get(message).children("tctoken").stream()
        .map(node -> node.contentAsString().orElse(""))
        .toList();
  }
}
