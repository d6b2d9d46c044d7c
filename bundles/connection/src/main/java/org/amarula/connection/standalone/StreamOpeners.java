package org.amarula.connection.standalone;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.codec.NodeCodecs;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamOpener;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.stream.Streams;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.pairing.PairingVerifier;

/**
 * A {@link StreamOpener} for programs and tests without OSGi. Owns one WebSocket client and one
 * timer, which start with the first stream; {@link #close} ends all streams, threads and sockets.
 * Thread-safe.
 *
 * <pre>{@code
 * try (StreamOpeners streams = StreamOpeners.create(Clock.systemUTC())) {
 *   streams.open(settings, credentials, lane, listener);
 * }
 * }</pre>
 */
public final class StreamOpeners implements StreamOpener, AutoCloseable {
  private final Streams streams;

  private StreamOpeners(Streams streams) {
    this.streams = streams;
  }

  /**
   * Makes an opener; nothing is started yet.
   *
   * @param clock the time of day, by which the server's certificate is judged
   */
  public static StreamOpeners create(Clock clock) {
    SecureRandom random = new SecureRandom();
    return new StreamOpeners(
        Streams.overJetty(
            NodeCodecs.standard(),
            (key, root) -> new NoiseInitiator(key, root, clock, random),
            new PairingVerifier(random),
            clock));
  }

  /**
   * Makes an opener that lives by another time, as tests with virtual time do.
   *
   * @param clock the time of day and, for measuring, the time that passes
   * @param timer for deadlines; it stays the caller's to shut down
   */
  public static StreamOpeners create(Clock clock, ScheduledExecutorService timer) {
    SecureRandom random = new SecureRandom();
    return new StreamOpeners(
        Streams.withTime(
            NodeCodecs.standard(),
            (key, root) -> new NoiseInitiator(key, root, clock, random),
            new PairingVerifier(random),
            clock,
            timer));
  }

  @Override
  public NodeStream open(
      StreamSettings settings, Credentials credentials, Executor lane, StreamListener listener) {
    return streams.open(settings, credentials, lane, listener);
  }

  @Override
  public CompletionStage<Optional<String>> newerVersion(StreamSettings settings) {
    return streams.newerVersion(settings);
  }

  @Override
  public void close() {
    streams.close();
  }
}
