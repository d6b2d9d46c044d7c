package org.amarula.supervision.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.amarula.api.Bytes;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamOpener;
import org.amarula.connection.StreamSettings;

/** Streams whose every word a test speaks. */
public final class FakeStreams implements StreamOpener {
  /** Whether a stream that is closed tells its end only when it is released. */
  public volatile boolean lingers;

  private final List<Stream> opened = new CopyOnWriteArrayList<>();

  @Override
  public NodeStream open(
      StreamSettings settings, Credentials credentials, Executor lane, StreamListener listener) {
    Stream stream = new Stream(settings, credentials, lane, listener, () -> lingers);
    opened.add(stream);
    return stream;
  }

  /** What the next question for a newer version is answered; asked counts the questions. */
  public volatile CompletableFuture<Optional<String>> newer =
      CompletableFuture.completedFuture(Optional.empty());

  public final List<String> askedWith = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Optional<String>> newerVersion(StreamSettings settings) {
    askedWith.add(settings.webVersion());
    return newer;
  }

  /** Ends the streams that linger. */
  public void release() {
    lingers = false;
    opened.stream().filter(stream -> stream.closed != null).forEach(Stream::endNow);
  }

  public int count() {
    return opened.size();
  }

  public long live() {
    return opened.stream().filter(stream -> !stream.ended).count();
  }

  public Stream last() {
    return opened.get(opened.size() - 1);
  }

  /** One stream. */
  public static final class Stream implements NodeStream {
    private final StreamSettings settings;
    private final Credentials credentials;
    private final Executor lane;
    private final StreamListener listener;
    private final BooleanSupplier lingers;
    private volatile boolean ended;
    private volatile DisconnectReason closed; // while it lingers

    Stream(
        StreamSettings settings,
        Credentials credentials,
        Executor lane,
        StreamListener listener,
        BooleanSupplier lingers) {
      this.lingers = lingers;
      this.settings = settings;
      this.credentials = credentials;
      this.lane = lane;
      this.listener = listener;
    }

    public String webVersion() {
      return settings.webVersion();
    }

    public Credentials credentials() {
      return credentials;
    }

    public boolean hasEnded() {
      return ended;
    }

    public void login() {
      lane.execute(
          () -> {
            listener.onState(ConnectionState.LOGGING_IN);
            listener.onLoggedIn(Instant.EPOCH);
          });
    }

    public void pair() {
      Credentials.Link link =
          new Credentials.Link(
              Jid.of("15550001", 1, Jid.PN),
              Jid.of("9001", 1, Jid.LID),
              Bytes.utf8("identity"),
              Bytes.wrap(new byte[32]),
              "android",
              "");
      lane.execute(() -> listener.onCredentials(credentials.withLink(link), true));
    }

    public void qr(String qr) {
      lane.execute(
          () -> {
            listener.onState(ConnectionState.PAIRING);
            listener.onQr(qr, Instant.EPOCH);
          });
    }

    public void stanza(Node node) {
      lane.execute(() -> listener.onStanza(node));
    }

    public void end(DisconnectReason reason) {
      if (!ended) {
        ended = true;
        lane.execute(() -> listener.onEnd(reason));
      }
    }

    @Override
    public void close(DisconnectReason reason) {
      if (lingers.getAsBoolean()) {
        closed = closed == null ? reason : closed; // the first reason counts
      } else {
        end(reason);
      }
    }

    private void endNow() {
      end(closed);
    }

    @Override
    public String nextId() {
      return "1";
    }

    /** The requests for codes that came, each with its outcome. */
    public final List<CodeAsked> codes = new CopyOnWriteArrayList<>();

    /** A request for a code. */
    public record CodeAsked(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {}

    @Override
    public CompletionStage<PairingCode> requestPairingCode(PairingCodeRequest request) {
      CodeAsked asked = new CodeAsked(request, new CompletableFuture<>());
      codes.add(asked);
      return asked.outcome();
    }

    public void code(PairingCode code) {
      lane.execute(() -> listener.onPairingCode(code));
    }

    public void codeEnd(PairingCodeEnd end) {
      lane.execute(() -> listener.onPairingCodeEnd(end));
    }

    @Override
    public CompletionStage<Node> query(Node iq) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> send(Node node) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void hold(boolean on) {
      throw new UnsupportedOperationException("nothing floods here");
    }

    @Override
    public Optional<Instant> lastReceived() {
      return Optional.of(Instant.EPOCH);
    }

    @Override
    public Duration clockOffset() {
      return Duration.ZERO;
    }
  }
}
