package org.amarula.messaging.internal.retry;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.instance.RetryCount;
import org.amarula.codec.Node;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.amarula.messaging.internal.stanza.Answers;
import org.amarula.messaging.internal.stanza.Envelope;

/** Asks the authors of messages that we could not decrypt to send them again. Thread-safe. */
public final class RetryRequests {
  private static final int MAX_REQUESTS = 4; // spec/signal.md 7.6, D-24
  private static final int REMEMBERED = 4096;
  private static final Duration STATUS_LIFE = Duration.ofHours(24); // spec/features.md 6.17

  private final PreKeys preKeys;
  private final EventSink events;
  private final Clock clock;
  private final Map<String, Integer> counts = new LinkedHashMap<>(); // guarded by itself

  /** Requests with keys of {@code preKeys}. */
  public RetryRequests(PreKeys preKeys, EventSink events, Clock clock) {
    this.preKeys = preKeys;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Answers a message that could not be decrypted: the retry receipt while there are tries left,
   * then the acknowledgement. Fails when a fresh key cannot be stored; then nothing was sent.
   */
  public CompletionStage<Void> ask(
      Link link, Node message, Envelope envelope, DecryptFailure failure) {
    int count = count(envelope, failure);
    boolean asks = count <= MAX_REQUESTS && !isPast(envelope);
    CompletionStage<Void> answered =
        asks ? request(link, message, count, failure).thenCompose(link::answer) : Stages.done();
    return answered
        .thenCompose(none -> link.answer(Answers.ack(message, link.own())))
        .thenAccept(
            none ->
                events.deliver(
                    new MessageUnreadable(
                        envelope.chat(),
                        envelope.author(),
                        envelope.id(),
                        failure.reason(),
                        asks)));
  }

  /** What was asked for lately, the latest first. */
  public List<RetryCount> latest(int most) {
    synchronized (counts) {
      return RetryCounts.latest(counts, most);
    }
  }

  private boolean isPast(Envelope envelope) {
    return envelope.chat().isStatus() && envelope.at().plus(STATUS_LIFE).isBefore(clock.instant());
  }

  private CompletionStage<Node> request(
      Link link, Node message, int count, DecryptFailure failure) {
    RetryReceipt.OwnKeys own = RetryReceipt.OwnKeys.of(link);
    if (!RetryReceipt.needsKeys(count, failure.keysAtOnce())) {
      return Stages.of(RetryReceipt.of(message, own, count, failure.code()));
    }
    return preKeys
        .giveOut(link)
        .thenApply(
            given ->
                RetryReceipt.withKeys(
                    message, own.with(given.signed()), count, failure.code(), given.oneTime()));
  }

  private int count(Envelope envelope, DecryptFailure failure) {
    String key = envelope.id() + '/' + envelope.author();
    synchronized (counts) {
      Integer before = counts.remove(key);
      int count = 1 + (before == null ? failure.count() : before);
      counts.put(key, count);
      if (counts.size() > REMEMBERED) {
        counts.remove(counts.keySet().iterator().next());
      }
      return count;
    }
  }
}
