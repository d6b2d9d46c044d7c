package org.amarula.supervision.internal.account;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.SupersededException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.state.ConnectionState;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.supervision.internal.lane.Failures;

/**
 * Takes requests for codes to the stream; one that comes while a stream is about to be opened waits
 * for it. Confined to the account's lane.
 */
final class CodeRequests {
  private Optional<Waiting> waiting = Optional.empty();

  private record Waiting(PairingCodeRequest request, CompletableFuture<PairingCode> done) {}

  /**
   * A request.
   *
   * @param stream the open stream, or null
   * @param wanted whether the account is wanted online
   * @param board where the account is
   */
  void ask(
      PairingCodeRequest request,
      CompletableFuture<PairingCode> done,
      NodeStream stream,
      boolean wanted,
      StatusBoard board) {
    ConnectionState state = board.status().state();
    if (board.own().isPresent()) {
      done.completeExceptionally(new AlreadyPairedException());
    } else if (stream != null) {
      pass(request, done, stream);
    } else if (!wanted || awaitsRetry(state)) {
      done.completeExceptionally(offline(state.text()));
    } else {
      waiting.ifPresent(old -> old.done().completeExceptionally(new SupersededException("a code")));
      waiting = Optional.of(new Waiting(request, done));
    }
  }

  // The next attempt may be far away; who asks may wait for the state instead.
  private static boolean awaitsRetry(ConnectionState state) {
    return state == ConnectionState.DISCONNECTED || state == ConnectionState.BANNED;
  }

  /** A stream is there. */
  void opened(NodeStream stream, Credentials credentials) {
    Optional<Waiting> first = waiting;
    waiting = Optional.empty();
    if (credentials.paired().isPresent()) {
      first.ifPresent(asked -> asked.done().completeExceptionally(new AlreadyPairedException()));
    } else {
      first.ifPresent(asked -> pass(asked.request(), asked.done(), stream));
    }
  }

  /** No stream will be opened for now. */
  void ended(String state) {
    Optional<Waiting> never = waiting;
    waiting = Optional.empty();
    never.ifPresent(asked -> asked.done().completeExceptionally(offline(state)));
  }

  private static void pass(
      PairingCodeRequest request, CompletableFuture<PairingCode> done, NodeStream stream) {
    stream
        .requestPairingCode(request)
        .whenComplete(
            (code, failure) -> {
              if (failure == null) {
                done.complete(code);
              } else {
                done.completeExceptionally(Failures.unwrap(failure));
              }
            });
  }

  private static NotConnectedException offline(String state) {
    return new NotConnectedException(
        "The account is " + state + ": connect it, then ask for a code.");
  }
}
