package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.storage.Namespace;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that hangs is closed by another thread than that of its lane. */
class CloseRaceTest {
  private final ScriptedServer server = new ScriptedServer();
  private final AtomicReference<Thread> closing = new AtomicReference<>();
  private TestDevice alice;
  private TestDevice bob;
  private boolean armed;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
  }

  @Test
  void whatIsClosedInTheMiddleOfItsLoginSendsNothingAnyMore() throws InterruptedException {
    alice.disconnect();
    alice.messenger().send(bob.pn(), new Text("later"), SendOptions.durable());
    server.steps().run();
    server.refuse(
        iq -> {
          armed = iq.hasAttribute("xmlns", "passive");
          return false;
        });
    alice.storage().failReads(this::closesMeanwhile);

    alice.connect();
    closing.get().join(Duration.ofMinutes(1).toMillis());
    assertThat(closing.get().isAlive()).isFalse();
    server.steps().run();
    alice.timer().fire(); // the try that had begun found no login, and has rested
    server.steps().run();

    assertThat(alice.timer().waiting()).as("tries that are planned").isZero();
    assertThat(alice.outbox().stored()).isOne();
    assertThat(alice.restartMessenger().outbox().stored()).isZero();
    assertThat(bob.texts()).containsExactly("hello", "later");
  }

  // The outbox looks for the names of those whom something waits for when it is told of the login.
  private boolean closesMeanwhile(Namespace namespace) {
    if (armed && namespace.equals(Tables.MAPPING) && closing.get() == null) {
      Thread other = new Thread(alice.messenger()::close, "closes");
      closing.set(other);
      other.start();
      while (other.isAlive() && other.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait(); // bounded by the test's timeout
      }
    }
    return false;
  }
}
