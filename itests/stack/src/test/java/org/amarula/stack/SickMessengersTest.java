package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.instance.Role;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection child crashes by itself, again and again, over the real stack. */
class SickMessengersTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  private SickMessengers sick;
  private Stack stack;
  private Account alice;
  private Account bob;

  @BeforeEach
  void pair() {
    stack =
        new Stack(
            sandbox,
            data,
            UnaryOperator.identity(),
            messengers -> {
              sick = new SickMessengers(messengers);
              return sick;
            });
    alice = stack.pair("alice");
    bob = stack.pair("bob");
    alice.events().clear();
  }

  @AfterEach
  void stop() {
    stack.close();
    sandbox.close();
  }

  @Test
  void anErrorOverAMessageIsACrashAndTheMessageIsReadByTheNextConnection() {
    AtomicInteger crashes = new AtomicInteger();
    sick.crashOn(stanza -> stanza.is("message") && crashes.getAndIncrement() == 0);

    bob.send(alice, "dangerous");

    ChildRestarted told = alice.events().await(ChildRestarted.class, event -> true);
    assertThat(told.cause()).contains("message", "StackOverflowError");
    alice.events().awaitState(ConnectionState.ONLINE);
    alice.events().awaitText("dangerous");
  }

  @Test
  void aMessageThatCrashesItsReaderTwiceIsAnsweredParkedAndReported() {
    AtomicInteger crashes = new AtomicInteger();
    AtomicReference<String> poison = new AtomicReference<>();
    sick.crashOn(
        stanza -> {
          String id = stanza.attribute("id").orElse("");
          boolean first = stanza.is("message") && poison.compareAndSet(null, id);
          boolean guilty = first || id.equals(poison.get()) && stanza.is("message");
          crashes.addAndGet(guilty ? 1 : 0);
          return guilty;
        });

    String id = bob.send(alice, "poison");
    alice.events().await(ChildRestarted.class, event -> true);
    alice.events().await(ChildRestarted.class, event -> true);
    StanzaRejected told = alice.events().await(StanzaRejected.class, event -> true);
    bob.send(alice, "harmless");
    alice.events().awaitText("harmless");

    assertThat(told.id()).isEqualTo(id);
    assertThat(crashes).hasValue(2);
    assertThat(alice.factory().inbox(alice.connection().instanceId()).orElseThrow().parkedStanzas())
        .singleElement()
        .satisfies(parked -> assertThat(parked.toString()).contains(id));
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void aCrashAfterEveryLoginComesToAnEnd() {
    AtomicInteger logins = new AtomicInteger();
    sick.atLogin(
        profile -> {
          if (profile.equals("alice")) {
            logins.incrementAndGet();
            throw new StackOverflowError();
          }
        });

    alice.supervisor().kill(Role.CONNECTION);
    InstanceTerminated end = alice.events().await(InstanceTerminated.class, event -> true);

    assertThat(end.reason().code()).isEqualTo("crashed");
    assertThat(end.history()).hasSize(4);
    assertThat(logins).hasValue(3); // the first crash was made by hand
    bob.connection().state();
  }
}
