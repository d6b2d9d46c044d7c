package org.amarula.messaging.internal.send;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an accepted message once more, to those devices that the server knows and that it missed,
 * when {@code missed.devices} says so (spec/signal.md 6.6, D-21): once for each message, within ten
 * minutes of its first send. Nobody waits for it, and what becomes of it changes nothing of the
 * send. Thread-safe.
 */
final class MissedDevices {
  private static final Logger LOG = LoggerFactory.getLogger(MissedDevices.class);
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final MessengerContext context;

  MissedDevices(MessengerContext context) {
    this.context = context;
  }

  /**
   * A message of which the acknowledgement told other devices, after their lists were dropped.
   *
   * @param recipient in whose turn it goes again
   * @param chat the name by which it is kept
   * @param again completes when it is written, or when there is nobody to write it for
   */
  void told(Jid recipient, Jid chat, String id, Supplier<CompletionStage<Void>> again) {
    if (!context.settings().resendsToMissedDevices()) {
      return;
    }
    settle(
        id,
        Stages.begin(
            () -> context.senders().run(recipient, () -> settle(id, once(chat, id, again)))));
  }

  private CompletionStage<Void> once(Jid chat, String id, Supplier<CompletionStage<Void>> again) {
    return Stages.begin(
        () ->
            context.sentMessages().get().mayGoAgain(chat, id, WITHIN)
                ? again.get()
                : Stages.done());
  }

  /**
   * Writes it. The acknowledgement is awaited outside of the turn, and its hash is not looked at.
   *
   * @param accepted what to do when the server has it
   */
  void write(Link link, Node message, Supplier<CompletionStage<Void>> accepted) {
    String id = message.requireAttribute("id");
    settle(
        id,
        link.stream()
            .sendForAck(message, context.settings().ackTimeout())
            .thenCompose(
                ack -> {
                  int code = Acks.code(ack);
                  if (code != 0) {
                    LOG.info("The server refused {} for missed devices with {}.", id, code);
                    return Stages.done();
                  }
                  LOG.info("{} went to devices that it had missed.", id);
                  return accepted.get();
                }));
  }

  // A failure here is no failure of the sender, which would crash by it.
  private static CompletionStage<Void> settle(String id, CompletionStage<Void> stage) {
    return stage.exceptionally(
        error -> {
          Throwable cause = Stages.cause(error);
          LOG.info(
              "{} was not sent to devices that it had missed: {}",
              id,
              cause instanceof AmarulaException
                  ? cause.getMessage()
                  : cause.getClass().getSimpleName());
          return null;
        });
  }
}
