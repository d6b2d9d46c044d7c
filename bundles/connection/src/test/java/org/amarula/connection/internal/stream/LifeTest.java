package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.junit.jupiter.api.Test;

/** Signs of life, and what becomes of a damaged stream. */
class LifeTest {
  @Test
  void silenceIsBrokenByAPing() {
    Rig rig = Rig.loggedIn();

    rig.pass(Duration.ofMillis(19_900));
    assertThat(rig.server.received).isEmpty();
    rig.pass(Duration.ofMillis(10_100));

    Node ping = rig.server.take();
    assertThat(ping.attributes())
        .containsEntry("xmlns", "w:p")
        .containsEntry("type", "get")
        .containsEntry("to", "@s.whatsapp.net");
    assertThat(ping.child("ping")).isPresent();
  }

  @Test
  void streamThatAnswersPingsLives() {
    Rig rig = Rig.loggedIn();

    for (int i = 0; i < 600; i++) {
      rig.pass(Duration.ofSeconds(1));
      while (!rig.server.received.isEmpty()) {
        rig.serve(Rig.serverIq("result", rig.server.take().attribute("id").orElseThrow()).build());
      }
    }

    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void streamThatIsBusyIsNotPinged() {
    Rig rig = Rig.loggedIn();

    for (int i = 0; i < 100; i++) {
      rig.pass(Duration.ofSeconds(1));
      rig.serve(Node.of("presence"));
    }

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void blackHoleIsNoticedWithin70Seconds() {
    Rig rig = Rig.loggedIn();

    rig.pass(Duration.ofSeconds(50));
    assertThat(rig.listener.ends).isEmpty();
    rig.pass(Duration.ofSeconds(20));

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
    assertThat(rig.server.aborted).isTrue();
    assertThat(rig.time.waiting()).isZero();
  }

  @Test
  void blackHoleAfterSomeTrafficIsNoticedWithin70Seconds() {
    Rig rig = Rig.loggedIn();
    rig.pass(Duration.ofSeconds(14));
    rig.serve(Node.of("presence"));

    rig.pass(Duration.ofSeconds(70));

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
  }

  @Test
  void threePingsWithoutAnAnswerEndEvenATalkingStream() {
    Rig rig = Rig.loggedIn();

    for (int pings = 0; pings < 3 && rig.listener.ends.isEmpty(); pings++) {
      while (rig.server.received.isEmpty()) {
        rig.pass(Duration.ofMillis(100));
      }
      rig.server.take();
      rig.pass(Duration.ofSeconds(1));
      rig.serve(Node.of("presence"));
    }
    rig.pass(Duration.ofSeconds(10));

    assertThat(rig.end()).isEqualTo(new DisconnectReason.KeepAliveLost());
  }

  @Test
  void frameIsRemembered() {
    Rig rig = Rig.paired().opened();
    assertThat(rig.stream().lastReceived()).isEmpty();

    rig.server.accept();
    rig.lane.settle();

    assertThat(rig.stream().lastReceived()).contains(ManualTime.START);
  }

  @Test
  void undecryptableFrameEndsTheStream() {
    Rig rig = Rig.loggedIn();

    rig.server.sendGarbage();
    rig.lane.settle();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.StreamCorrupted.class);
    assertThat(rig.server.aborted).isTrue();
  }

  @Test
  void emptyFrameEndsTheStream() {
    Rig rig = Rig.loggedIn();

    rig.server.sendBytes(new byte[3]);
    rig.lane.settle();

    assertThat(rig.end()).isInstanceOf(DisconnectReason.StreamCorrupted.class);
  }

  @Test
  void malformedNodeIsDroppedAndTold() {
    Rig rig = Rig.loggedIn();

    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.lane.settle();
    rig.serve(Node.of("presence"));

    assertThat(rig.listener.malformed).hasSize(1);
    assertThat(rig.listener.stanzas).containsExactly(Node.of("presence"));
    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void threeMalformedNodesInARowEndTheStream() {
    Rig rig = Rig.loggedIn();
    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.server.send(Node.of("presence"));
    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.lane.settle();
    assertThat(rig.listener.ends).isEmpty();

    rig.server.sendPlain(new byte[] {0, 1, 2, 3});
    rig.lane.settle();

    assertThat(rig.listener.malformed).hasSize(5);
    assertThat(rig.end()).isInstanceOf(DisconnectReason.StreamCorrupted.class);
  }

  @Test
  void listenerThatThrowsEndsTheStreamLoudly() {
    Rig rig = Rig.loggedIn();
    rig.listener.fault = java.util.Optional.of(new IllegalStateException("a bug"));

    rig.serve(Node.of("presence"));

    assertThat(rig.listener.ends)
        .containsExactly(new DisconnectReason.Crashed("IllegalStateException"));
    assertThat(rig.server.aborted).isTrue();
  }

  @Test
  void closingTheOpenerEndsItsStreams() {
    Rig rig = Rig.loggedIn();

    rig.streams.close();
    rig.lane.settle();

    assertThat(rig.end()).isEqualTo(new DisconnectReason.ProviderGone());
    assertThat(rig.server.aborted).isTrue();
    assertThat(rig.time.isShutdown()).isTrue();
  }

  @Test
  void lateCallbacksOfAnEndedStreamDoNothing() {
    Rig rig = Rig.loggedIn();
    rig.server.ignoresGoodbye = true;
    rig.stream().close(new DisconnectReason.Requested());
    rig.lane.settle();

    rig.serve(Node.of("presence"));
    rig.pass(Duration.ofSeconds(2));
    rig.server.closed = false;
    rig.server.closeSocket(new DisconnectReason.NetworkLost("late"));
    rig.lane.settle();

    assertThat(rig.listener.stanzas).isEmpty();
    assertThat(rig.listener.ends).containsExactly(new DisconnectReason.Requested());
  }
}
