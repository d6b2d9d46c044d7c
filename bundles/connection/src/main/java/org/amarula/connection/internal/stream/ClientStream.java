package org.amarula.connection.internal.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.amarula.api.NotConnectedException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.NodeStream;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.socket.Socket;
import org.amarula.connection.internal.stanza.StanzaIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handle of a stream: posts what is asked of it to the lane, where the {@link Session} lives.
 * Thread-safe.
 */
final class ClientStream implements NodeStream {
  private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

  private final Surroundings around;
  private final StreamSettings settings;
  private final StreamListener listener;
  private final Consumer<ClientStream> forget;
  private final Lane lane;
  private final StanzaIds ids;
  private final ServerTime time;
  private Optional<Session> session = Optional.empty(); // on the lane only
  private volatile Optional<Socket> socket = Optional.empty();

  ClientStream(
      Surroundings around,
      StreamSettings settings,
      Executor executor,
      StreamListener listener,
      Consumer<ClientStream> forget) {
    this.around = around;
    this.settings = settings;
    this.listener = listener;
    this.forget = forget;
    this.lane = new Lane(executor, around.timer(), this::crashed, this::abandoned);
    this.ids = new StanzaIds(around.random());
    this.time = new ServerTime(around.clock());
  }

  /** Begins to connect, on the lane. */
  void start(Credentials credentials) {
    lane.post(() -> connect(credentials));
  }

  private void connect(Credentials credentials) {
    Events events = new Events(lane);
    Socket opening = around.sockets().open(settings, events);
    socket = Optional.of(opening);
    Session made =
        new Session(around, settings, credentials, listener, lane, time, ids, opening, this::ended);
    session = Optional.of(made);
    events.tell(made);
  }

  @Override
  public String nextId() {
    return ids.next();
  }

  @Override
  public CompletionStage<Node> query(Node iq) {
    return ask((exchange, answer) -> exchange.query(iq, answer, settings.queryTimeout()));
  }

  @Override
  public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
    if (message.attribute("id").isEmpty()) {
      throw new IllegalArgumentException("A message that awaits an acknowledgement needs an id.");
    }
    return ask((exchange, ack) -> exchange.message(message, ack, timeout));
  }

  @Override
  public CompletionStage<Void> send(Node node) {
    return this.<Void>ask((exchange, taken) -> exchange.send(node, taken));
  }

  @Override
  public CompletionStage<PairingCode> requestPairingCode(PairingCodeRequest request) {
    return onSession((up, outcome) -> up.requestPairingCode(request, outcome));
  }

  /** Something that is done on the lane and has an outcome. */
  private interface Request<S, T> {
    void make(S asked, CompletableFuture<T> outcome);
  }

  private <T> CompletionStage<T> ask(Request<Exchange, T> request) {
    return onSession((up, outcome) -> request.make(up.exchange(), outcome));
  }

  private <T> CompletionStage<T> onSession(Request<Session, T> request) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Runnable ended =
        () ->
            outcome.completeExceptionally(
                new NotConnectedException("The stream has ended; nothing was sent."));
    lane.post(() -> session.ifPresentOrElse(up -> request.make(up, outcome), ended), ended);
    return outcome.minimalCompletionStage();
  }

  @Override
  public HttpExchange http() {
    return around.http();
  }

  @Override
  public void hold(boolean on) {
    lane.runOrPost(() -> session.ifPresent(up -> up.hold(on)));
  }

  @Override
  public Optional<Instant> lastReceived() {
    return time.lastReceived();
  }

  @Override
  public Duration clockOffset() {
    return time.offset();
  }

  @Override
  public void close(DisconnectReason reason) {
    lane.post(() -> session.ifPresent(up -> up.end(reason)));
  }

  /** The provider goes away: nothing more is said to the server. */
  void drop() {
    lane.post(() -> session.ifPresent(up -> up.end(new DisconnectReason.ProviderGone(), false)));
    abandoned();
  }

  /** On the lane: a task of ours, or a listener, threw. */
  private void crashed(Throwable failure) {
    LOG.error("A stream crashed and is closed.", failure);
    DisconnectReason reason = new DisconnectReason.Crashed(failure.getClass().getSimpleName());
    if (session.isPresent()) {
      session.get().end(reason, false);
    } else {
      abandoned();
      ended(reason);
    }
  }

  /** On the lane, once, and last. */
  private void ended(DisconnectReason reason) {
    lane.close();
    forget.accept(this);
    listener.onEnd(reason);
  }

  /** On any thread: nobody runs the lane any more, so the socket is all that is left to end. */
  private void abandoned() {
    socket.ifPresent(Socket::abort);
  }
}
