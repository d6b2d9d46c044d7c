package org.amarula.messaging.internal.receipt;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.EventNames;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.retry.RetryAnswers;
import org.amarula.messaging.internal.stanza.AlternateAddress;
import org.amarula.messaging.internal.stanza.Answers;

/** Handles receipts: tells the consumers, or sends again what was asked for. Thread-safe. */
public final class Receipts {
  private final EventSink events;
  private final Mappings mappings;
  private final AddressBook book;
  private final RetryAnswers retries;
  private final Executor workers;

  /** Receipts for these consumers. */
  public Receipts(
      EventSink events,
      Mappings mappings,
      AddressBook book,
      RetryAnswers retries,
      Executor workers) {
    this.events = events;
    this.mappings = mappings;
    this.book = book;
    this.retries = retries;
    this.workers = workers;
  }

  /** Handles one receipt and acknowledges it; fails, without an answer, with the store. */
  public CompletionStage<Void> handle(Link link, Node receipt) {
    return learn(receipt)
        .thenCompose(
            none -> {
              if (receipt.hasAttribute("type", "retry")) {
                return retries.handle(link, receipt);
              }
              return tell(link, receipt)
                  .thenCompose(told -> link.answer(Answers.ack(receipt, link.own())));
            });
  }

  // The other names are read from the store: not on the lane.
  private CompletionStage<Void> tell(Link link, Node receipt) {
    List<ReceiptReceived> told = ReceiptNodes.read(receipt, link.own());
    return CompletableFuture.supplyAsync(
            () -> told.stream().map(one -> EventNames.named(one, mappings::other)).toList(),
            workers)
        .thenAccept(named -> named.forEach(events::deliver));
  }

  private CompletionStage<Void> learn(Node receipt) {
    Map<Jid, Jid> pairs = AlternateAddress.pairs(receipt);
    return pairs.isEmpty() ? Stages.done() : book.learn(pairs);
  }
}
