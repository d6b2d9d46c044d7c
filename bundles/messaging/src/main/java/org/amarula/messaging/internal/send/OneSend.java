package org.amarula.messaging.internal.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.CrashedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.NodeStream;
import org.amarula.messaging.internal.async.Stages;

/**
 * One send, which its sender's crash may end in the middle: decides in one step whether its stanza
 * was given to the stream before, so that its outcome is unknown, or never will be. Lives for one
 * send; thread-safe.
 */
public final class OneSend {
  private Optional<String> written = Optional.empty(); // guarded by this, as below
  private boolean over;

  /** The same stream, on which nothing is sent once this is over. */
  public NodeStream guard(NodeStream stream) {
    return new Guarded(stream);
  }

  /** What a failure means to whoever asked: it stands, or the message may have been delivered. */
  public synchronized CompletionStage<SendResult> failed(Throwable failure) {
    over = true;
    return written.isPresent()
        ? Stages.of(new SendResult.OutcomeUnknown(written.get()))
        : Stages.failed(Stages.cause(failure));
  }

  /**
   * The same for a message that would be sent again: what was written is waited for.
   *
   * @param running the send itself, which goes on
   */
  public synchronized CompletionStage<SendResult> failed(
      Throwable failure, CompletionStage<SendResult> running) {
    over = true;
    return written.isPresent() ? running : Stages.failed(Stages.cause(failure));
  }

  private synchronized boolean begin(Node message) {
    if (!over) {
      written = message.attribute("id");
    }
    return !over;
  }

  private synchronized void notWritten() {
    written = Optional.empty();
  }

  private final class Guarded implements NodeStream {
    private final NodeStream stream;

    Guarded(NodeStream stream) {
      this.stream = stream;
    }

    @Override
    public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
      if (!begin(message)) {
        return Stages.failed(new CrashedException("sender"));
      }
      return stream
          .sendForAck(message, timeout)
          .whenComplete(
              (ack, error) -> {
                if (error != null && Stages.cause(error) instanceof NotConnectedException) {
                  notWritten();
                }
              });
    }

    @Override
    public String nextId() {
      return stream.nextId();
    }

    @Override
    public CompletionStage<Node> query(Node iq) {
      return stream.query(iq);
    }

    @Override
    public CompletionStage<Void> send(Node node) {
      return stream.send(node);
    }

    @Override
    public HttpExchange http() {
      return stream.http();
    }

    @Override
    public void hold(boolean on) {
      stream.hold(on);
    }

    @Override
    public Optional<Instant> lastReceived() {
      return stream.lastReceived();
    }

    @Override
    public Duration clockOffset() {
      return stream.clockOffset();
    }

    @Override
    public void close(DisconnectReason reason) {
      stream.close(reason);
    }
  }
}
