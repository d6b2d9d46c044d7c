package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/** A flood waits at the server: little of it is in memory, and all of it is answered in order. */
class FloodTest {
  private static final int FLOOD = 20_000;

  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice bob = server.device("1002", 0);

  private static Node receipt(int number) {
    return Node.builder("receipt")
        .attribute("id", "R" + number)
        .attribute("from", Jid.of("5" + number % 7, Jid.PN))
        .build();
  }

  @Test
  void slowAccountHoldsTheSocketAndMissesNothing() {
    int given = 0;
    int most = 0;
    int answered = bob.stream().sent().size();
    List<String> expected = new ArrayList<>();
    while (given < FLOOD) {
      while (given < FLOOD && !bob.stream().isHeld()) {
        expected.add("R" + given);
        bob.messenger().onStanza(receipt(given++));
        server.steps().run(1); // it is slow
      }
      most = Math.max(most, given - (bob.stream().sent().size() - answered));
      server.steps().run(50);
    }
    server.steps().run();
    assertThat(most).isBetween(500, 600);
    assertThat(bob.stream().isHeld()).isFalse();
    List<Node> acks = bob.stream().sent().subList(answered, bob.stream().sent().size());
    assertThat(acks)
        .extracting(ack -> ack.requireAttribute("id"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(acks)
        .filteredOn(ack -> ack.requireJidAttribute("to").equals(Jid.of("53", Jid.PN)))
        .extracting(ack -> Integer.parseInt(ack.requireAttribute("id").substring(1)))
        .isSorted();
    assertThat(bob.stream().closed()).isEmpty();
  }

  @Test
  void newStreamIsHeldTooWhileTheOldFloodIsWorkedOff() {
    for (int i = 0; i < 600; i++) {
      bob.messenger().onStanza(receipt(i));
    }
    assertThat(bob.stream().isHeld()).isTrue();
    bob.messenger().offline();
    bob.messenger().login(bob.stream(), bob.credentials()); // whatever the stream
    server.steps().run();
    assertThat(bob.stream().isHeld()).isFalse();
  }

  @Test
  void whatComesInSpiteOfTheHoldEndsTheStreamAndIsLeftToTheServer() {
    for (int i = 0; i < 4096; i++) {
      bob.messenger().onStanza(receipt(i));
    }
    assertThat(bob.stream().closed()).isEmpty();
    bob.messenger().onStanza(receipt(4096));
    assertThat(bob.stream().closed()).containsInstanceOf(DisconnectReason.NetworkLost.class);
    server.steps().run();
    assertThat(bob.stream().answers("R4096")).isEmpty();
  }
}
