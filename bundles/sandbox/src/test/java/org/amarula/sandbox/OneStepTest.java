package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.codec.Node;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program asks of the server in one step. */
@Timeout(60)
class OneStepTest {
  private record Heard(String what, Thread thread) {}

  @Test
  void answersWaitForTheEndOfTheStep() throws Exception {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
        Companion alice = Companion.ready(server, "15551230001")) {
      PhoneAccount bob = server.phones().create("Bob");
      BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
      server.phones().listen(hearing(bob, heard));

      server.inOneStep(
          () -> {
            server.send(bob.phone(), "15551230001", "hello");
            answer(alice);
            assertThat(server.stats().get("connections")).isEqualTo(1);
            heard.add(new Heard("step", Thread.currentThread()));
          });

      Heard step = heard.poll(20, TimeUnit.SECONDS);
      Heard receipt = heard.poll(20, TimeUnit.SECONDS);
      assertThat(step.what()).isEqualTo("step");
      assertThat(receipt).isEqualTo(new Heard("receipt", step.thread()));
      assertThat(server.violations()).isEmpty();
    }
  }

  /** The answer is on its way before the step is over. */
  private static void answer(Companion alice) {
    try {
      Node message = alice.connection.expect("message");
      alice.receipt(message);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static PhoneListener hearing(PhoneAccount bob, BlockingQueue<Heard> heard) {
    return new PhoneListener() {
      @Override
      public void received(String phone, ReceivedMessage message) {}

      @Override
      public void receipt(String phone, ReceivedReceipt receipt) {
        if (phone.equals(bob.phone())) {
          heard.add(new Heard("receipt", Thread.currentThread()));
        }
      }
    };
  }

  @Test
  void whatAStepThrowsComesOut() {
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
      assertThatThrownBy(() -> server.inOneStep(() -> server.groups().members("nowhere@g.us")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
