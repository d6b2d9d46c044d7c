package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.amarula.api.event.StanzaRejected;
import org.amarula.api.instance.ParkedStanza;
import org.amarula.api.jid.Jid;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.amarula.messaging.CrashingStanzaException;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;

/** Stanzas that meet an unexpected error: kept, refused, told; and errors that are no stanza's. */
class PoisonTest {
  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice bob = server.device("1002", 0);
  private final Node stanza =
      Node.builder("message")
          .attribute("id", "X")
          .attribute("from", Jid.of("5005", Jid.PN))
          .child(
              Node.builder("enc")
                  .attribute("v", "2")
                  .attribute("type", "msg")
                  .bytes(new byte[] {1, 2, 3})
                  .build())
          .build();

  @Test
  void anUnexpectedErrorIsKeptBeforeItIsRefused() throws MalformedNodeException {
    bob.storage().failRead(() -> new IllegalStateException("a bug"));
    bob.messenger().onStanza(stanza);
    server.steps().run();

    assertRefused();
    ParkedStanza parked = bob.inbox().parkedStanzas().get(0);
    assertThat(parked.tag()).isEqualTo("message");
    assertThat(parked.id()).isEqualTo("X");
    assertThat(NodeCodecs.standard().decode(parked.bytes().toArray())).isEqualTo(stanza);
    assertThat(parked.at()).isEqualTo(server.clock().instant());
  }

  @Test
  void whatCannotBeKeptIsNotRefused() {
    bob.storage().failCommit(1);
    server.steps().await(bob.messenger().refuse(stanza, "It crashed its reader twice."));

    assertThat(bob.stream().answers("X")).isEmpty();
    assertThat(bob.stream().closed()).isPresent();
    assertThat(bob.inbox().parkedStanzas()).isEmpty();
  }

  @Test
  void aStanzaIsRefusedOnRequest() {
    server.steps().await(bob.messenger().refuse(stanza, "It crashed its reader\ntwice."));

    assertRefused();
    assertThat(bob.inbox().parkedStanzas())
        .extracting(ParkedStanza::problem)
        .containsExactly("It crashed its reader twice.");
    bob.crash();
    bob.start();
    assertThat(bob.inbox().parkedStanzas()).hasSize(1);
  }

  @Test
  void withoutAStreamAStanzaIsKeptAndNotAnswered() {
    bob.disconnect();
    server.steps().await(bob.messenger().refuse(stanza, "It crashed its reader twice."));

    assertThat(bob.inbox().parkedStanzas()).hasSize(1);
    assertThat(bob.stream().answers("X")).isEmpty();
  }

  @Test
  void anErrorReachesTheLaneAndTheStanzaIsNotAnswered() {
    bob.storage().failRead(StackOverflowError::new);
    bob.messenger().onStanza(stanza);

    assertThatThrownBy(server.steps()::run)
        .isInstanceOfSatisfying(
            CrashingStanzaException.class, crash -> assertThat(crash.stanza()).isEqualTo(stanza))
        .hasCauseInstanceOf(StackOverflowError.class);
    server.steps().run();

    assertThat(bob.stream().answers("X")).isEmpty();
    assertThat(bob.inbox().parkedStanzas()).isEmpty();
  }

  @Test
  void parkedStanzasAreBounded() {
    for (int i = 0; i < 1002; i++) {
      server.steps().await(bob.messenger().refuse(stanza, "Number " + i + "."));
    }

    assertThat(bob.inbox().parkedStanzas()).hasSize(1000);
    assertThat(bob.inbox().parkedStanzas().get(0).problem()).isEqualTo("Number 2.");
  }

  private void assertRefused() {
    assertThat(bob.stream().answers("X"))
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.tag()).isEqualTo("ack");
              assertThat(answer.numberAttribute("error")).hasValue(500);
            });
    assertThat(bob.events(StanzaRejected.class)).hasSize(1);
  }
}
