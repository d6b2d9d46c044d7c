package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.amarula.api.content.Text;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/** The messages of a chat keep their order, whatever becomes known of its names meanwhile. */
class ChatOrderTest {
  private static final int ROUNDS = 100;

  @Test
  void nameThatIsRememberedInTheMiddleChangesNoOrder() {
    ScriptedServer server = new ScriptedServer();
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    bob.send(alice.pn(), "hello");
    alice.send(bob.pn(), "hello");
    server.hideLids(true); // stanzas from a hidden id do not tell the number
    Random random = new Random(1);
    server.steps().shuffle(random);
    List<String> expected = new ArrayList<>(List.of("hello"));
    for (int i = 0; i < ROUNDS; i++) {
      alice.restartMessenger(); // the mapping is stored, and not remembered
      server.hold(true);
      for (String text : List.of("first " + i, "second " + i)) {
        bob.messenger().send(alice.pn(), new Text(text));
        expected.add(text);
      }
      server.steps().run();
      server.hold(false);
      for (Node stanza : server.unanswered(alice)) {
        alice.arrive(stanza);
        server.steps().run(random.nextInt(6));
      }
      server.steps().run();
    }
    assertThat(alice.texts()).isEqualTo(expected);
  }
}
