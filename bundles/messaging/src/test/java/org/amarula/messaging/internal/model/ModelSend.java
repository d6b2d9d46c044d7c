package org.amarula.messaging.internal.model;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.async.Stages;

/**
 * A send, as its caller knows it.
 *
 * @param device who sends
 * @param to as it was addressed
 * @param text what; no two sends have the same
 * @param waits whether the caller still waits: not when the connection that was asked is dead, or
 *     for a durable send when the process is
 * @param outcome what its caller is told
 */
record ModelSend(
    ModelDevice device,
    Jid to,
    String text,
    BooleanSupplier waits,
    CompletableFuture<SendResult> outcome) {

  /** What is wrong with what the caller was told; {@code taken} is what the server took of it. */
  Optional<String> lie(Optional<Accepted> taken) {
    if (!outcome.isDone()) {
      return waits.getAsBoolean() ? Optional.of("has no outcome") : Optional.empty();
    }
    if (outcome.isCompletedExceptionally()) {
      Throwable failure = outcome.handle((none, error) -> Stages.cause(error)).join();
      if (!(failure instanceof AmarulaException)) {
        return Optional.of("failed with " + failure);
      }
      return taken.map(message -> "failed, and the server took it");
    }
    SendResult result = outcome.join();
    if (result instanceof SendResult.Accepted accepted) {
      return taken.filter(message -> message.id().equals(accepted.id())).isPresent()
          ? Optional.empty()
          : Optional.of("was accepted, and the server never took it");
    }
    if (result instanceof SendResult.Rejected) {
      return taken.map(message -> "was rejected, and the server took it");
    }
    if (result instanceof SendResult.Stored stored) {
      return taken.filter(message -> message.id().equals(stored.id())).isPresent()
          ? Optional.empty()
          : Optional.of("was stored, and the server never took it");
    }
    String id = result.id();
    return taken
        .filter(message -> !message.id().equals(id))
        .map(message -> "is unknown under another id than it was taken");
  }

  /** Whether its caller knows that it is on disk, and no more. */
  boolean isStored() {
    return kind() == Figures.Of.SENDS_STORED;
  }

  /** As what it is counted. */
  Figures.Of kind() {
    if (!outcome.isDone() || outcome.isCompletedExceptionally()) {
      return Figures.Of.SENDS_FAILED;
    }
    SendResult result = outcome.join();
    if (result instanceof SendResult.Accepted) {
      return Figures.Of.SENDS_ACCEPTED;
    }
    if (result instanceof SendResult.Stored) {
      return Figures.Of.SENDS_STORED;
    }
    return result instanceof SendResult.Rejected
        ? Figures.Of.SENDS_REJECTED
        : Figures.Of.SENDS_UNKNOWN;
  }

  @Override
  public String toString() {
    return text + " of " + device + " to " + to;
  }
}
