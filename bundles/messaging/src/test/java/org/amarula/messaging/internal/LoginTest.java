package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.NotConnectedException;
import org.amarula.api.content.Text;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/** spec/transport.md 9, and the ends of a login. */
class LoginTest {
  private final ScriptedServer server = new ScriptedServer();

  private List<String> steps(TestDevice device) {
    return server.queries(device).stream()
        .map(
            iq ->
                iq.attribute("xmlns").orElse("")
                    + "/"
                    + iq.children().stream().findFirst().map(Node::tag).orElse(""))
        .toList();
  }

  @Test
  void stepsFollowTheSpecifiedOrder() {
    TestDevice alice = server.device("1001", 0);
    assertThat(steps(alice))
        .containsExactly(
            "encrypt/count",
            "encrypt/registration",
            "passive/active",
            "encrypt/digest",
            "abt/props",
            "privacy/privacy",
            "blocklist/");
    assertThat(alice.stream().sent()).extracting(Node::tag).containsExactly("presence", "ib");
    assertThat(alice.stream().sent().get(0).attribute("type")).contains("unavailable");
  }

  @Test
  void failedCountDigestAndInitQueriesDoNotPreventTheLogin() {
    TestDevice alice = server.device("1001", 0);
    alice.disconnect();
    server.refuse(iq -> !iq.hasAttribute("xmlns", "passive") && !iq.hasAttribute("xmlns", "usync"));
    alice.connect();
    server.refuse(iq -> false);
    TestDevice bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
  }

  @Test
  void nothingIsSentWhileOfflineOrAfterTheEnd() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    alice.disconnect();
    assertThatThrownBy(
            () -> server.steps().await(alice.messenger().send(bob.pn(), new Text("hello"))))
        .hasCauseInstanceOf(NotConnectedException.class);
    alice.crash();
    bob.send(alice.pn(), "hello");
    server.steps().run();
    assertThat(alice.texts()).isEmpty();
    assertThat(server.unanswered(alice)).hasSize(1);
    alice.start();
    assertThat(alice.texts()).containsExactly("hello");
  }

  @Test
  void mappingsOfBeforeAWipeAreLearntAnewByTheSameMessenger() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    alice.disconnect();
    alice.wipe();
    server.add(alice);
    alice.connect();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(alice.storage().read(Tables.MAPPING, bob.pn().toString())).isPresent();
  }

  @Test
  void unlinkAsksTheServerToRemoveThisDevice() {
    TestDevice laptop = firstLaptop();
    server.steps().await(laptop.messenger().unlink());
    List<Node> queries = server.queries(laptop);
    Node iq = queries.get(queries.size() - 1);
    assertThat(iq.attribute("xmlns")).contains("md");
    Node remove = iq.requireChild("remove-companion-device");
    assertThat(remove.jidAttribute("jid")).contains(laptop.pn());
    assertThat(remove.attribute("reason")).contains("user_initiated");
  }

  private TestDevice firstLaptop() {
    server.device("1001", 0);
    return server.device("1001", 3);
  }
}
