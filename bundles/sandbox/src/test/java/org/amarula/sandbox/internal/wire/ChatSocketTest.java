package org.amarula.sandbox.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.codec.NodeCodecs;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.record.Recorder;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatSocketTest {
  @Test
  void socketThatFailedMeanwhileFailsNoTask() {
    try (Lane lane = new Lane("socket-test")) {
      AtomicInteger demands = new AtomicInteger();
      Session failing = failingFromTheSecondDemand(demands);
      ChatSocket socket = new ChatSocket(lane, ChatSocketTest::link, 0);
      socket.onWebSocketOpen(failing);

      socket.onWebSocketBinary(ByteBuffer.allocate(0), Callback.NOOP);

      assertThat(lane.<Integer>call(demands::get)).isEqualTo(2);
      assertThat(lane.failures()).isZero();
    }
  }

  private static Link link(Socket socket) {
    Recorder recorder = new Recorder(Clock.systemUTC(), Optional.empty(), Optional.empty());
    return new Link(
        socket, NodeCodecs.standard(), null, new FaultBoard(), null, recorder, "a client");
  }

  private static Session failingFromTheSecondDemand(AtomicInteger demands) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("demand") && demands.incrementAndGet() > 1) {
                throw new IllegalStateException("Flusher is failed"); // as Jetty 12 says
              }
              return null;
            });
  }
}
