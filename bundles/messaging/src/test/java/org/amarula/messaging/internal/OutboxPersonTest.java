package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Durable sends to both names of one person, with all that learns mappings behind them. */
class OutboxPersonTest {
  private static final int SEEDS = 20;
  private static final List<String> TEXTS =
      IntStream.range(0, 8).mapToObj(i -> "number " + i).toList();

  private ScriptedServer server;
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void converseByNumber() {
    server = new ScriptedServer();
    server.hideLids(true);
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  private boolean knows() {
    return new Mappings(alice.storage()).other(bob.pn()).isPresent();
  }

  // Numbers from..to-1, by number and by hidden id in turn.
  private void sendInTurn(int from, int to) {
    for (int i = from; i < to; i++) {
      Jid name = i % 2 == 0 ? bob.pn() : bob.lid();
      alice.messenger().send(name, new Text(TEXTS.get(i)), SendOptions.durable());
    }
  }

  private void teach() {
    alice
        .messenger()
        .onStanza(
            Node.builder("notification")
                .attribute("id", "T")
                .attribute("type", "picture")
                .attribute("from", bob.pn())
                .attribute("sender_lid", bob.lid())
                .build());
    while (!knows()) {
      server.steps().run(1);
    }
  }

  /** The texts in the order in which the server saw them, when nothing rests any more. */
  private List<String> settled() {
    for (int i = 0; i < 3; i++) {
      server.steps().run();
      alice.timer().fire();
    }
    server.steps().run();
    assertThat(alice.outbox().waiting() + alice.outbox().parked()).isZero();
    assertThat(alice.outbox().stored()).isZero();
    assertThat(alice.storage().count(Tables.OUTBOX)).isZero();
    Map<String, String> texts = new HashMap<>();
    bob.received().forEach(message -> texts.put(message.id(), ((Text) message.content()).text()));
    assertThat(bob.texts()).hasSize(1 + TEXTS.size()).containsAll(TEXTS);
    return server.messages().stream()
        .map(message -> texts.getOrDefault(message.requireAttribute("id"), ""))
        .filter(TEXTS::contains)
        .distinct() // what is sent again has its place from the first time
        .toList();
  }

  private static List<String> only(List<String> came, int remainder) {
    return came.stream().filter(text -> TEXTS.indexOf(text) % 2 == remainder).toList();
  }

  /** None is lost, none twice, and those of each name are in order, as those from this one on. */
  private static void inOrder(List<String> came, int from) {
    assertThat(came).containsExactlyInAnyOrderElementsOf(TEXTS);
    assertThat(only(came, 0)).isEqualTo(only(TEXTS, 0));
    assertThat(only(came, 1)).isEqualTo(only(TEXTS, 1));
    assertThat(came.subList(from, came.size())).isEqualTo(TEXTS.subList(from, TEXTS.size()));
  }

  @Test
  void messagesToBothNamesArriveInTheOrderOfTheirAcceptance() {
    teach();

    sendInTurn(0, TEXTS.size());

    assertThat(settled()).isEqualTo(TEXTS);
  }

  @Test
  void mappingLearntAtAnyStepLosesAndDoublesNothingAndOrdersWhatComesAfter() {
    for (int steps = 0; steps < 4 * SEEDS; steps += 4) {
      converseByNumber();
      server.steps().shuffle(new Random(steps));
      sendInTurn(0, 4);
      server.steps().run(steps);
      teach();
      sendInTurn(4, TEXTS.size());

      inOrder(settled(), 4);
    }
  }

  @Test
  void processThatDiesAtAnyStepGoesOnInOrder() {
    int inMiddle = 0;
    for (int steps = 0; steps < 4 * SEEDS; steps += 4) {
      converseByNumber();
      teach();
      server.steps().run();
      server.steps().shuffle(new Random(steps));
      sendInTurn(0, 4);
      while (alice.outbox().entries().size() < 4) {
        server.steps().run(1); // until they are stored: what is not may be lost
      }
      server.steps().run(steps);
      alice.crash();
      server.steps().run();
      inMiddle += alice.storage().count(Tables.OUTBOX) > 0 ? 1 : 0;
      alice.start();
      sendInTurn(4, TEXTS.size());

      assertThat(settled()).isEqualTo(TEXTS);
    }
    assertThat(inMiddle).as("processes that left messages behind").isGreaterThan(SEEDS / 2);
  }
}
