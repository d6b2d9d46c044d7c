package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.junit.jupiter.api.Test;

/** While a stream is held, what the server sends stays in the socket. */
class HoldTest {
  private final Rig rig = Rig.loggedIn();

  private void hold(boolean on) {
    rig.stream().hold(on);
    rig.lane.settle();
  }

  private void flood(int nodes) {
    for (int i = 0; i < nodes; i++) {
      rig.serve(Node.builder("message").attribute("id", Integer.toString(i)).build());
    }
  }

  @Test
  void nothingIsReadWhileHeldAndAllOfItInOrderAfterwards() {
    hold(true);
    flood(500);
    assertThat(rig.listener.stanzas).isEmpty();
    assertThat(rig.server.waiting()).isGreaterThanOrEqualTo(499);

    hold(false);

    assertThat(rig.listener.stanzas).hasSize(500);
    assertThat(rig.listener.stanzas)
        .extracting(node -> Integer.parseInt(node.requireAttribute("id")))
        .isSorted();
    assertThat(rig.server.waiting()).isZero();
  }

  @Test
  void holdOfTheListenerCountsFromTheNextStanzaOnAlsoWithinOneMessage() {
    rig.listener.onStanza = node -> rig.stream().hold(true);
    rig.server.joined(
        () -> {
          for (int i = 0; i < 100; i++) {
            rig.server.send(Node.of("message"));
          }
        });
    rig.lane.settle();
    assertThat(rig.listener.stanzas).hasSize(1);
  }

  @Test
  void answerThatIsAwaitedIsReadThroughTheHold() {
    hold(true);
    flood(3);
    CompletionStage<Node> answer =
        rig.asked(rig.stream().query(Node.builder("iq").attribute("type", "get").build()));
    assertThat(rig.listener.stanzas).hasSize(3);
    rig.serve(Rig.serverIq("result", rig.server.take().requireAttribute("id")).build());
    assertThat(answer.toCompletableFuture()).isCompleted();
    flood(5);
    assertThat(rig.listener.stanzas).hasSizeBetween(3, 4);
    hold(false);
    assertThat(rig.listener.stanzas).hasSize(8);
  }

  @Test
  void heldStreamIsNeitherPingedNorGivenUp() {
    hold(true);
    rig.pass(Duration.ofMinutes(10));
    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.ends).isEmpty();
    hold(false);
    rig.pass(Duration.ofSeconds(31));
    assertThat(rig.server.take().attribute("xmlns")).contains("w:p");
  }

  @Test
  void heldStreamCanBeClosed() {
    hold(true);
    flood(3);
    rig.stream().close(new DisconnectReason.Requested());
    rig.lane.settle();
    assertThat(rig.end()).isEqualTo(new DisconnectReason.Requested());
    hold(false);
    assertThat(rig.listener.stanzas).isEmpty();
  }
}
