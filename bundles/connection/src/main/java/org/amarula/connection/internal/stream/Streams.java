package org.amarula.connection.internal.stream;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.amarula.codec.NodeCodec;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamOpener;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.handshake.Handshakes;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.socket.JettySockets;
import org.amarula.connection.internal.version.Revisions;
import org.amarula.crypto.pairing.PairingVerifier;

/**
 * All streams and what they share: the sockets' client and one timer. {@link #close} ends them all
 * and leaves no thread; afterwards nothing can be opened.
 */
public final class Streams implements StreamOpener, AutoCloseable {
  private final Surroundings around;
  private final Set<ClientStream> open = ConcurrentHashMap.newKeySet();
  private final boolean ownsTimer;
  private volatile boolean closed;

  Streams(Surroundings around) {
    this(around, true);
  }

  private Streams(Surroundings around, boolean ownsTimer) {
    this.around = around;
    this.ownsTimer = ownsTimer;
  }

  /** Streams over Jetty's WebSocket client; no thread runs before the first is opened. */
  public static Streams overJetty(
      NodeCodec codec, Handshakes handshakes, PairingVerifier verifier, Clock clock) {
    return overJetty(codec, handshakes, verifier, clock, timer(), System::nanoTime, true);
  }

  /** The same with a time of the caller's, whose timer stays his to shut down. */
  public static Streams withTime(
      NodeCodec codec,
      Handshakes handshakes,
      PairingVerifier verifier,
      Clock clock,
      ScheduledExecutorService timer) {
    LongSupplier nanos = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    return overJetty(codec, handshakes, verifier, clock, timer, nanos, false);
  }

  private static Streams overJetty(
      NodeCodec codec,
      Handshakes handshakes,
      PairingVerifier verifier,
      Clock clock,
      ScheduledExecutorService timer,
      LongSupplier nanos,
      boolean ownsTimer) {
    JettySockets sockets = new JettySockets(timer);
    return new Streams(
        new Surroundings(
            sockets,
            sockets.exchange(),
            sockets.versions(),
            codec,
            handshakes,
            verifier,
            timer,
            clock,
            nanos,
            new SecureRandom()),
        ownsTimer);
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "amarula-connection-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public NodeStream open(
      StreamSettings settings, Credentials credentials, Executor lane, StreamListener listener) {
    DeviceDescription.of(settings); // a wrong web version is the caller's mistake: tell it now
    ClientStream stream = new ClientStream(around, settings, lane, listener, open::remove);
    open.add(stream);
    if (closed) {
      open.remove(stream);
      throw new IllegalStateException("The opener of streams was closed.");
    }
    stream.start(credentials);
    return stream;
  }

  @Override
  public CompletionStage<Optional<String>> newerVersion(StreamSettings settings) {
    return around
        .versions()
        .revision(settings)
        .thenApply(told -> told.flatMap(number -> Revisions.newer(number, settings.webVersion())));
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(ClientStream::drop);
    around.sockets().close();
    if (ownsTimer) {
      around.timer().shutdownNow();
    }
    open.clear();
  }
}
