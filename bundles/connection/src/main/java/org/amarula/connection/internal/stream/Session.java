package org.amarula.connection.internal.stream;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.Bytes;
import org.amarula.api.NotConnectedException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.FrameTooLargeException;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamListener;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.handshake.ClientHandshake;
import org.amarula.connection.internal.handshake.HandshakeRefusedException;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.login.ClientPayloads;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.login.LoginFailures;
import org.amarula.connection.internal.login.StreamErrors;
import org.amarula.connection.internal.pairing.Pairing;
import org.amarula.connection.internal.socket.Socket;
import org.amarula.connection.internal.stanza.KeepAlive;
import org.amarula.connection.internal.stanza.Peer;
import org.amarula.connection.internal.stanza.StanzaIds;
import org.amarula.connection.internal.stanza.Waiters;
import org.amarula.connection.internal.stanza.Words;
import org.amarula.crypto.noise.NoiseTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream from its socket to its end: handshake, then pairing or login, then stanzas. All of its
 * state is confined to the lane; it never starts again.
 */
final class Session implements Peer {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final int LONGEST_ROUTING = 1 << 16;

  private final Surroundings around;
  private final StreamSettings settings;
  private final StreamListener listener;
  private final Lane lane;
  private final ServerTime time;
  private final Consumer<DisconnectReason> told;
  private final ClientHandshake handshake;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Exchange exchange;
  private final KeepAlive keepAlive;
  private final Pairing pairing;
  private final Router router;
  private final Ending ending;
  private Credentials credentials;
  private Phase phase = Phase.CONNECTING;
  private Optional<Decoder> decoder = Optional.empty();
  private Lane.Alarm deadline;

  /** Wires the parts; the socket is already trying to connect. */
  Session(
      Surroundings around,
      StreamSettings settings,
      Credentials credentials,
      StreamListener listener,
      Lane lane,
      ServerTime time,
      StanzaIds ids,
      Socket socket,
      Consumer<DisconnectReason> told) {
    this.around = around;
    this.settings = settings;
    this.credentials = credentials;
    this.listener = listener;
    this.lane = lane;
    this.time = time;
    this.told = told;
    handshake = new ClientHandshake(around.handshakes(), credentials, settings.rootPublicKey());
    Waiters waiters = new Waiters(lane);
    inbound = new Inbound(lane, socket, this::frame, waiters::isEmpty);
    outbound = new Outbound(lane, around.codec(), socket, reason -> end(reason, false));
    exchange = new Exchange(waiters, ids, outbound, inbound::awaited);
    keepAlive =
        new KeepAlive(
            lane,
            settings.keepAliveInterval(),
            around.random(),
            around.nanos(),
            exchange::ping,
            () -> end(new DisconnectReason.KeepAliveLost(), false));
    pairing =
        new Pairing(
            lane,
            around.clock(),
            around.random(),
            around.verifier(),
            DeviceDescription.of(settings),
            this,
            listener);
    router = new Router(this, exchange, pairing);
    ending = new Ending(lane, socket);
    deadline = deadline(new DisconnectReason.NetworkLost("no connection " + limit()));
  }

  // ---- what the socket tells ----

  void opened() {
    if (ending.begun()) {
      return;
    }
    phase = Phase.HANDSHAKING;
    renew(new DisconnectReason.HandshakeFailed("the server stayed silent " + limit()));
    listener.onState(ConnectionState.HANDSHAKING);
    outbound.raw(handshake.opening());
    inbound.start();
  }

  void received(byte[] message) {
    try {
      inbound.received(message);
    } catch (FrameTooLargeException e) {
      String detail = "a frame of " + e.length() + " bytes is too long";
      end(
          phase.encrypted()
              ? new DisconnectReason.StreamCorrupted(detail)
              : new DisconnectReason.HandshakeFailed(detail),
          false);
    }
  }

  void closed(DisconnectReason reason) {
    ending.socketClosed();
    if (phase == Phase.PAIRING) {
      end(pairing.closed(reason), false);
    } else if (phase.encrypted() || !(reason instanceof DisconnectReason.ServerClosed)) {
      end(reason, false);
    } else {
      end(new DisconnectReason.NetworkLost("the server closed the socket too early"), false);
    }
  }

  private void frame(byte[] frame) {
    time.frameReceived();
    if (decoder.isEmpty()) {
      serverHello(frame);
      return;
    }
    keepAlive.heard();
    try {
      decoder.get().decode(frame).ifPresent(router::route);
    } catch (Decoder.CorruptedException e) {
      LOG.debug("The stream is corrupted.", e);
      end(e.reason(), false);
    }
  }

  private void serverHello(byte[] frame) {
    try {
      outbound.raw(handshake.finish(frame, ClientPayloads.of(settings, credentials)));
    } catch (HandshakeRefusedException e) {
      LOG.debug("The handshake is refused.", e);
      end(e.reason(), false);
      return;
    }
    NoiseTransport transport = handshake.transport();
    outbound.encrypt(transport);
    inbound.allowLongFrames();
    decoder = Optional.of(new Decoder(transport, around.codec(), listener));
    boolean paired = credentials.paired().isPresent();
    phase = paired ? Phase.LOGGING_IN : Phase.PAIRING;
    renew(new DisconnectReason.HandshakeFailed("the server did not answer " + limit()));
    keepAlive.start();
    listener.onState(paired ? ConnectionState.LOGGING_IN : ConnectionState.PAIRING);
  }

  // ---- what the router finds ----

  boolean pairs() {
    return phase == Phase.PAIRING;
  }

  StreamListener listener() {
    return listener;
  }

  /** Writes and awaits answers, as long as the stream is up. */
  Exchange exchange() {
    return exchange;
  }

  /** Reads nothing more unless an answer is awaited, or reads again. */
  void hold(boolean on) {
    if (!ending.begun() && phase.encrypted()) {
      keepAlive.hold(on);
      inbound.hold(on);
    }
  }

  /** The server has answered the payload. */
  void answered() {
    deadline.cancel();
  }

  void learnTime(Node stanza) {
    time.learn(stanza);
  }

  /** spec/transport.md 6.5: the server's time and our own hidden id. */
  void loggedIn(Node success) {
    if (phase != Phase.LOGGING_IN) {
      return;
    }
    phase = Phase.LOGGED_IN;
    answered();
    Instant serverTime = time.learn(success);
    Optional<Credentials> changed =
        credentials.paired().flatMap(link -> withLid(link, success.jidAttribute("lid")));
    if (changed.isPresent()) {
      keep(changed.get(), false, () -> listener.onLoggedIn(serverTime), () -> {});
    } else {
      listener.onLoggedIn(serverTime);
    }
  }

  private Optional<Credentials> withLid(Credentials.Link link, Optional<Jid> lid) {
    return lid.filter(Jid::isLid)
        .filter(told -> !told.equals(link.lid()))
        .map(told -> credentials.withLink(link.withLid(told)));
  }

  void refused(Node failure) {
    end(LoginFailures.reason(failure, around.clock()));
  }

  void failed(Node error) {
    if (error.child("xml-not-well-formed").isPresent()) {
      LOG.warn("The server could not read one of the last stanzas: {}.", outbound.lastSent());
    }
    end(StreamErrors.reason(error));
  }

  void endOfStream() {
    DisconnectReason reason = new DisconnectReason.ServerClosed();
    end(pairs() ? pairing.closed(reason) : reason);
  }

  /** spec/transport.md 6.8: kept for the next connection. */
  void routing(Bytes info) {
    if (!info.equals(credentials.routingInfo()) && info.length() <= LONGEST_ROUTING) {
      keep(credentials.withRoutingInfo(info), false, () -> {}, () -> {});
    }
  }

  // ---- what the parts ask for ----

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public void send(Node node) {
    if (ending.begun()) {
      return;
    }
    outbound.write(node, failure -> {});
  }

  @Override
  public CompletionStage<Node> query(Node iq) {
    CompletableFuture<Node> answer = new CompletableFuture<>();
    exchange.query(iq, answer, settings.queryTimeout());
    return answer;
  }

  @Override
  public void keep(Credentials changed, boolean paired, Runnable then, Runnable failed) {
    credentials = changed;
    inbound.pause();
    listener
        .onCredentials(changed, paired)
        .whenComplete((nothing, failure) -> lane.post(() -> kept(failure, then, failed)));
  }

  private void kept(Throwable failure, Runnable then, Runnable failed) {
    if (ending.begun()) {
      return;
    }
    if (failure != null) {
      failed.run();
      end(new DisconnectReason.StorageFailed(Words.of(failure)));
      return;
    }
    then.run();
    inbound.resume();
  }

  @Override
  public void end(DisconnectReason reason) {
    end(reason, true);
  }

  void end(DisconnectReason reason, boolean orderly) {
    lane.assertCurrent();
    if (ending.begun()) {
      return;
    }
    deadline.cancel();
    keepAlive.stop();
    pairing.stop();
    inbound.stop();
    outbound.stop();
    exchange.failAll();
    ending.begin(reason, orderly, this::ended);
  }

  private void ended() {
    DisconnectReason reason = ending.reason();
    boolean ours =
        reason instanceof DisconnectReason.Requested
            || reason instanceof DisconnectReason.ProviderGone;
    if (!handshake.routingSuspected() || ours) {
      told.accept(reason);
      return;
    }
    // spec/transport.md 1.2: the next attempt goes without the blob
    try {
      listener
          .onCredentials(credentials.withRoutingInfo(Bytes.EMPTY), false)
          .whenComplete((nothing, failure) -> lane.post(() -> told.accept(reason)));
    } catch (RuntimeException e) {
      LOG.error("A listener failed at the end of a stream.", e);
      told.accept(reason);
    }
  }

  /** Asks for a code, now or once the server is ready for it. */
  void requestPairingCode(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {
    if (ending.begun()) {
      outcome.completeExceptionally(new NotConnectedException("The stream has ended."));
    } else if (credentials.paired().isPresent()) {
      outcome.completeExceptionally(new AlreadyPairedException());
    } else {
      pairing.requestCode(request, outcome);
    }
  }

  private Lane.Alarm deadline(DisconnectReason reason) {
    return lane.after(settings.connectTimeout(), () -> end(reason, false));
  }

  private void renew(DisconnectReason reason) {
    deadline.cancel();
    deadline = deadline(reason);
  }

  private String limit() {
    return "within " + settings.connectTimeout().toMillis() + " ms";
  }
}
