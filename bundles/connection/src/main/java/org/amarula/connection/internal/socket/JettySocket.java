package org.amarula.connection.internal.socket;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.amarula.api.state.DisconnectReason;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of Jetty's client. Public because Jetty finds its methods by reflection; it hands
 * bytes over and does nothing else. Lives for one connection.
 */
public final class JettySocket implements Session.Listener, Socket {
  private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

  private final SocketEvents events;
  private final Consumer<JettySocket> forget;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean demanded = new AtomicBoolean();
  private volatile Session session;
  private volatile Future<?> attempt;
  private volatile boolean aborted;

  JettySocket(SocketEvents events, Consumer<JettySocket> forget) {
    this.events = events;
    this.forget = forget;
  }

  /** Remembers how the attempt to connect can be given up. */
  void attempting(Future<?> connecting) {
    attempt = connecting;
    if (aborted) {
      connecting.cancel(true);
    }
  }

  boolean isAborted() {
    return aborted;
  }

  /** The attempt failed, or the socket ended. Told once. */
  void end(DisconnectReason reason) {
    if (ended.compareAndSet(false, true)) {
      forget.accept(this);
      events.closed(reason);
    }
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    if (aborted) {
      opened.disconnect();
      return;
    }
    events.opened();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] message = new byte[payload.remaining()];
    payload.get(message);
    demanded.set(false);
    callback.succeed();
    events.received(message);
  }

  @Override
  public void onWebSocketText(String message) {
    // spec/transport.md 1.1: text messages are ignored with a warning
    LOG.warn("A text message of {} characters from the server is ignored.", message.length());
    demanded.set(false);
    demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    end(
        cause instanceof MessageTooLargeException
            ? new DisconnectReason.StreamCorrupted("a message is longer than 16 MiB")
            : Failures.reason(cause));
    abort();
  }

  @Override
  public void onWebSocketClose(int statusCode, String reason, Callback callback) {
    callback.succeed();
    boolean orderly = statusCode == StatusCode.NORMAL || statusCode == StatusCode.SHUTDOWN;
    end(
        orderly
            ? new DisconnectReason.ServerClosed()
            : new DisconnectReason.NetworkLost("the socket was closed with code " + statusCode));
  }

  @Override
  public void send(byte[] message, Consumer<Throwable> done) {
    Session open = session;
    if (open == null) {
      done.accept(new IllegalStateException("The socket is not open."));
      return;
    }
    open.sendBinary(ByteBuffer.wrap(message), Callback.from(() -> done.accept(null), done::accept));
  }

  @Override
  public void demand() {
    Session open = session;
    if (open != null && demanded.compareAndSet(false, true)) {
      open.demand();
    }
  }

  @Override
  public void close() {
    Session open = session;
    if (open == null) {
      abort();
      return;
    }
    open.close(StatusCode.NORMAL, null, Callback.NOOP);
    demand(); // the peer's close frame is to be read
  }

  @Override
  public void abort() {
    aborted = true;
    Session open = session;
    if (open != null) {
      open.disconnect();
    }
    Future<?> connecting = attempt;
    if (connecting != null) {
      connecting.cancel(true);
    }
  }
}
