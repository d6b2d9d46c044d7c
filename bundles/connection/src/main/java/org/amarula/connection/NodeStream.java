package org.amarula.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;

/**
 * One stream: lives for one socket, never reconnects. Thread-safe; no method blocks. Stages
 * complete on the stream's lane.
 */
public interface NodeStream {
  /** A fresh id for a stanza, {@code P.Q-N} (spec/transport.md 6.1). */
  String nextId();

  /**
   * Sends an {@code iq} and completes with its result. Sets {@code id} when it is absent.
   *
   * <p>Fails with {@link org.amarula.api.RequestRejectedException}, {@link
   * org.amarula.api.ResponseTimeoutException} or, when the stream ends first, {@link
   * org.amarula.api.NotConnectedException}.
   */
  CompletionStage<Node> query(Node iq);

  /**
   * Sends a {@code message} and completes with the server's {@code ack} for its id. Fails like
   * {@link #query}: with {@link org.amarula.api.NotConnectedException} only when nothing was
   * written, with {@link org.amarula.api.ResponseTimeoutException} when it was written and no
   * acknowledgement came, be it because of the time or because the stream ended. An {@code ack}
   * with an error is a normal completion.
   */
  CompletionStage<Node> sendForAck(Node message, Duration timeout);

  /** Sends a node that has no answer; completes when the socket took it. */
  CompletionStage<Void> send(Node node);

  /**
   * Holds back what the server sends, or lets it come again. While held nothing more is read from
   * the socket, so that what comes too fast waits at the server and not in our memory; only while
   * an answer is awaited, stanzas go on coming with it. Called by the listener while it takes a
   * stanza, it counts from the next one on. Each call replaces the one before.
   */
  void hold(boolean on);

  /**
   * Asks for a code with which a phone links this device. Completes when the server has accepted
   * it, which it can only after it sent its first references; the contract is that of {@link
   * org.amarula.api.connection.Connection#requestPairingCode(String)}.
   */
  default CompletionStage<PairingCode> requestPairingCode(PairingCodeRequest request) {
    return CompletableFuture.failedFuture(new AlreadyPairedException());
  }

  /** How files are read that the server or another device tells of; see {@link HttpExchange}. */
  default HttpExchange http() {
    return HttpExchange.NONE;
  }

  /** When the last frame came in. */
  Optional<Instant> lastReceived();

  /** The server's clock less ours, as of the login. */
  Duration clockOffset();

  /**
   * Ends the stream; {@link StreamListener#onEnd} follows with {@code reason}, unless it ended
   * before. Waiters fail at once.
   */
  void close(DisconnectReason reason);
}
