package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/** Sends that are not durable, to both names of one person. */
class PersonTurnTest {
  private static final int SEEDS = 20;
  private static final List<String> TEXTS =
      IntStream.range(0, 6).mapToObj(i -> "number " + i).toList();

  @Test
  void messagesToBothNamesArriveInTheOrderOfTheirSends() {
    for (int seed = 0; seed < SEEDS; seed++) {
      ScriptedServer server = new ScriptedServer();
      TestDevice alice = server.device("1001", 0);
      TestDevice bob = server.device("1002", 0);
      alice.send(bob.pn(), "hello");
      server.steps().run();
      alice.disconnect();
      alice.connect(); // what was remembered is read anew
      server.steps().shuffle(new Random(seed));

      for (int i = 0; i < TEXTS.size(); i++) {
        Jid name = i % 2 == 0 ? bob.pn() : bob.lid();
        alice.messenger().send(name, new Text(TEXTS.get(i)));
      }
      server.steps().run();

      assertThat(bob.texts()).as("seed %d", seed).containsSubsequence(TEXTS);
    }
  }
}
