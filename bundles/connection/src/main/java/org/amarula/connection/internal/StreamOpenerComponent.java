package org.amarula.connection.internal;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.codec.NodeCodec;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamOpener;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.stream.Streams;
import org.amarula.crypto.noise.NoiseProtocol;
import org.amarula.crypto.pairing.PairingProtocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Registers the opener of streams. Its client and its timer start with the first stream. */
@Component(service = StreamOpener.class)
public final class StreamOpenerComponent implements StreamOpener {
  private final Streams streams;

  /** Called by the component runtime. */
  @Activate
  public StreamOpenerComponent(
      @Reference NodeCodec codec,
      @Reference NoiseProtocol noise,
      @Reference PairingProtocol pairing) {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    streams =
        Streams.overJetty(
            codec,
            (key, root) -> noise.initiator(key, root, clock, random),
            pairing.verifier(),
            clock);
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

  /** Ends all streams, every thread and every socket. */
  @Deactivate
  void close() {
    streams.close();
  }
}
