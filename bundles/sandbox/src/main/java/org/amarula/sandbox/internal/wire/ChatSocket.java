package org.amarula.sandbox.internal.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.amarula.sandbox.internal.lane.Lane;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket below one connection: hands bytes to the lane and demands more when they are dealt
 * with. Public because Jetty looks for its methods.
 */
public final class ChatSocket implements Session.Listener, Socket {
  private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);
  private static final byte[] PROBE = {'?'};
  private static final Duration LINGER = Duration.ofMillis(250);

  private final Lane lane;
  private final Function<Socket, Link> links;
  private final int chunk;
  private volatile Session session;
  private Link link; // on the lane, as all below
  private boolean reading = true;
  private final List<Runnable> probes = new ArrayList<>(0);

  /**
   * A socket that makes its connection once it is open.
   *
   * @param chunk the longest WebSocket message to send, 0 for no limit
   */
  public ChatSocket(Lane lane, Function<Socket, Link> links, int chunk) {
    this.lane = lane;
    this.links = links;
    this.chunk = chunk;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    lane.execute(() -> link = links.apply(this));
    opened.demand();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    lane.execute(
        () -> {
          link.bytes(ByteBuffer.wrap(copy));
          callback.succeed();
          if (reading) { // no further message comes before this one is dealt with
            demand();
          }
        });
  }

  private void demand() {
    try {
      session.demand();
    } catch (RejectedExecutionException e) {
      LOG.debug("The server stops; nothing more is read.", e);
    } catch (IllegalStateException e) {
      LOG.debug("The socket failed while its bytes were read; its end is told apart.", e);
    }
  }

  /** A client's socket answers by itself, and only as long as it is there. */
  @Override
  public void probe(Runnable alive) {
    probes.add(alive);
    session.sendPing(ByteBuffer.wrap(PROBE), Callback.NOOP);
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    boolean answer = payload.equals(ByteBuffer.wrap(PROBE));
    lane.execute(
        () -> {
          if (answer) {
            probes.forEach(Runnable::run);
            probes.clear();
          }
          if (reading) {
            demand();
          }
        });
  }

  @Override
  public void onWebSocketText(String message) {
    LOG.warn("A text message is ignored."); // transport.md 1.1
    session.demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("A socket failed.", cause);
    ended();
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    ended();
    callback.succeed();
  }

  private void ended() {
    lane.execute(
        () -> {
          if (link != null) {
            link.closed();
          }
        });
  }

  @Override
  public void write(byte[] bytes) {
    int step = chunk == 0 ? bytes.length : chunk;
    for (int at = 0; at < bytes.length; at += step) {
      int length = Math.min(step, bytes.length - at);
      session.sendBinary(ByteBuffer.wrap(bytes, at, length), Callback.NOOP);
    }
  }

  /** A close right behind the last stanza would overtake it in clients that read in turns. */
  @Override
  public void close() {
    lane.linger(LINGER, () -> session.close(StatusCode.NORMAL, "", Callback.NOOP));
  }

  @Override
  public void close(int code) {
    session.close(code, "", Callback.NOOP);
  }

  @Override
  public void stopReading() {
    reading = false;
  }

  @Override
  public void drip(byte[] start, Duration pause) {
    if (session.isOpen()) {
      write(start);
      lane.schedule(pause, () -> drip(new byte[1], pause));
    }
  }

  @Override
  public void cut() {
    session.disconnect();
  }
}
