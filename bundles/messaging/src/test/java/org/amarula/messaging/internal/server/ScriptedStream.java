package org.amarula.messaging.internal.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.amarula.api.NotConnectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.NodeStream;

/** A stream to the scripted server. */
public final class ScriptedStream implements NodeStream {
  private final ScriptedServer server;
  private final TestDevice device;
  private final Executor executor;
  private final List<Node> sent = new ArrayList<>();
  private DisconnectReason closed;
  private boolean silent;
  private boolean held;
  private boolean losesAnswers;
  private int refusal;
  private UnaryOperator<Node> acks = UnaryOperator.identity();
  private BinaryOperator<Node> answers = (iq, answer) -> answer;
  private int ids;

  ScriptedStream(ScriptedServer server, TestDevice device, Executor executor) {
    this.server = server;
    this.device = device;
    this.executor = executor;
  }

  /** What was sent without waiting for an answer: receipts, acks and notes. */
  public List<Node> sent() {
    return sent;
  }

  /** The answers to one stanza: receipts and acks with its id. */
  public List<Node> answers(String id) {
    return sent.stream()
        .filter(node -> node.is("ack") || node.is("receipt"))
        .filter(node -> node.hasAttribute("id", id))
        .toList();
  }

  /** Why the client closed it. */
  public Optional<DisconnectReason> closed() {
    return Optional.ofNullable(closed);
  }

  /** The server acknowledges no message from now on. */
  public void silence() {
    silent = true;
  }

  /** The server refuses every message with this code from now on; none for 0. */
  public void refuseMessages(int code) {
    refusal = code;
  }

  /** Changes the acknowledgements of messages from now on. */
  public void changeAcks(UnaryOperator<Node> change) {
    acks = change;
  }

  /** Changes the answers to queries from now on, from the query and the answer as it is. */
  public void changeAnswers(BinaryOperator<Node> change) {
    answers = change;
  }

  /** What is sent from now on is lost on the way. */
  public void loseAnswers() {
    losesAnswers = true;
  }

  @Override
  public String nextId() {
    return "1.1-" + ++ids;
  }

  @Override
  public CompletionStage<Node> query(Node iq) {
    CompletableFuture<Node> answer = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            if (closed != null) {
              throw new NotConnectedException("The stream has ended.");
            }
            answer.complete(answers.apply(iq, server.query(device, iq)));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Override
  public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
    CompletableFuture<Node> answer = new CompletableFuture<>();
    executor.execute(
        () -> {
          if (closed != null) {
            answer.completeExceptionally(new NotConnectedException("The stream has ended."));
            return;
          }
          if (refusal != 0) {
            answer.complete(Node.builder("ack").attribute("error", refusal).build());
            return;
          }
          Node ack = server.message(device, message);
          if (silent) {
            answer.completeExceptionally(new ResponseTimeoutException("No acknowledgement came."));
          } else {
            answer.complete(acks.apply(ack));
          }
        });
    return answer;
  }

  @Override
  public CompletionStage<Void> send(Node node) {
    if (closed != null) {
      return CompletableFuture.failedFuture(new NotConnectedException("The stream has ended."));
    }
    if (!losesAnswers) {
      sent.add(node);
      executor.execute(() -> server.answer(device, node));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public HttpExchange http() {
    return request -> CompletableFuture.supplyAsync(() -> server.files().answer(request), executor);
  }

  @Override
  public void hold(boolean on) {
    held = on;
  }

  /** Whether the client wants no stanzas now. */
  public boolean isHeld() {
    return held;
  }

  @Override
  public Optional<Instant> lastReceived() {
    return Optional.empty();
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }

  @Override
  public void close(DisconnectReason reason) {
    closed = reason;
  }
}
