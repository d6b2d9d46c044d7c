package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that look alive and are not: each is noticed in a time that the settings bound. */
class BlackHoleTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofSeconds(70); // interval + 40 s
  private static final int PHASES = 40;

  /** The bound is interval + 40 s for 30 s, and scales with the interval: 7/3 of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30, 600})
  void blackHoleIsNoticedWithinTheBoundWheneverItBegins(int seconds) {
    Duration interval = Duration.ofSeconds(seconds);
    Duration bound = interval.multipliedBy(7).dividedBy(3);
    for (int phase = 0; phase < PHASES; phase++) {
      Rig rig = Rig.paired().keepingAlive(interval).connected().accepted();
      live(rig, interval.multipliedBy(phase).dividedBy(10));
      assertThat(rig.listener.ends).isEmpty();
      Duration lastFrame = Duration.ofNanos(rig.time.nanos());

      rig.pass(bound);

      assertThat(rig.listener.ends)
          .as("hole after %s", lastFrame)
          .containsExactly(new DisconnectReason.KeepAliveLost());
      assertThat(rig.server.aborted).isTrue();
    }
  }

  @Test
  void linkThatAnswersLateButAnswersIsNoHole() {
    Rig rig = Rig.loggedIn();
    for (int ping = 0; ping < 20; ping++) {
      while (rig.server.received.isEmpty()) {
        rig.pass(Duration.ofMillis(100));
      }
      rig.pass(Duration.ofSeconds(9));
      answer(rig);
    }

    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void dripOfAFrameThatNeverEndsIsNoSignOfLife() {
    Rig rig = Rig.loggedIn();
    rig.server.sendBytes(new byte[] {0x10, 0, 0});

    for (int second = 0; second < BOUND.toSeconds(); second++) {
      rig.server.sendBytes(new byte[1]);
      rig.lane.settle();
      rig.pass(Duration.ofSeconds(1));
    }

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
  }

  @Test
  void dripInTheHandshakeEndsAtTheDeadline() {
    Rig rig = Rig.paired();
    rig.server.silent = true;
    rig.connected();
    rig.server.sendBytes(new byte[] {0, 2, 0});

    for (int second = 0; second < 20; second++) {
      rig.server.sendBytes(new byte[1]);
      rig.lane.settle();
      rig.pass(Duration.ofSeconds(1));
    }

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
  }

  @Test
  void loginThatIsNotAnsweredEndsAtTheDeadline() {
    Rig rig = Rig.paired().connected();
    rig.server.sendBytes(new byte[] {0x10, 0, 0});

    rig.pass(Duration.ofSeconds(20));

    assertThat(rig.end()).isInstanceOf(DisconnectReason.HandshakeFailed.class);
  }

  @Test
  void serverThatTakesNothingIsNoticedWithinTheBoundAndHoldsNobody() {
    Rig rig = Rig.loggedIn();
    rig.server.takesNothing = true;
    CompletableFuture<Node> query =
        rig.asked(rig.stream().query(Node.builder("iq").attribute("type", "get").build()))
            .toCompletableFuture();
    CompletionStage<Void> sent = rig.asked(rig.stream().send(Node.of("presence")));
    assertThat(sent.toCompletableFuture()).as("the lane does not wait for it").isNotDone();

    rig.pass(BOUND);

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
    assertThat(query).isCompletedExceptionally();
    assertThat(rig.time.waiting()).isZero();
  }

  @Test
  void serverThatTakesNothingIsGivenUpBeforeMuchWaits() {
    Rig rig = Rig.loggedIn();
    rig.server.takesNothing = true;
    Node large = Node.builder("iq").bytes(new byte[1 << 20]).build();

    for (int i = 0; i < 33 && rig.listener.ends.isEmpty(); i++) {
      rig.asked(rig.stream().send(large));
    }

    assertThat(rig.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
  }

  @Test
  void serverThatTalksButNeverAnswersIsLeftAfterThreePings() {
    Rig rig = Rig.loggedIn();
    Duration asked = Duration.ZERO;
    while (rig.listener.ends.isEmpty() && asked.compareTo(Duration.ofMinutes(5)) < 0) {
      rig.pass(Duration.ofSeconds(1));
      asked = asked.plusSeconds(1);
      if (!rig.server.received.isEmpty()) {
        rig.server.received.clear();
        rig.serve(Node.of("presence")); // anything but the answer
      }
    }

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
    assertThat(asked).isLessThanOrEqualTo(INTERVAL.multipliedBy(3).plus(INTERVAL.dividedBy(3)));
  }

  /** Lets time pass while the server answers. */
  private static void live(Rig rig, Duration span) {
    Duration step = span.dividedBy(97);
    for (int i = 0; i < 97; i++) {
      rig.pass(step);
      answer(rig);
    }
  }

  private static void answer(Rig rig) {
    while (!rig.server.received.isEmpty()) {
      rig.serve(Rig.serverIq("result", rig.server.take().attribute("id").orElseThrow()).build());
    }
  }
}
