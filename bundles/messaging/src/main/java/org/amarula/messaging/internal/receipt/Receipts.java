package org.amarula.messaging.internal.receipt;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.retry.RetryAnswers;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.AlternateAddress;
import org.amarula.messaging.internal.stanza.Answers;

/** Handles receipts: tells the consumers, or sends again what was asked for. Thread-safe. */
public final class Receipts {
  private final EventSink events;
  private final AddressBook book;
  private final RetryAnswers retries;

  /** Receipts for these consumers. */
  public Receipts(EventSink events, AddressBook book, RetryAnswers retries) {
    this.events = events;
    this.book = book;
    this.retries = retries;
  }

  /** Handles one receipt and acknowledges it; fails, without an answer, with the store. */
  public CompletionStage<Void> handle(Link link, Node receipt) {
    return learn(receipt)
        .thenCompose(
            none -> {
              if (receipt.hasAttribute("type", "retry")) {
                return retries.handle(link, receipt);
              }
              ReceiptNodes.read(receipt, link.own()).forEach(events::deliver);
              return link.answer(Answers.ack(receipt, link.own()));
            });
  }

  private CompletionStage<Void> learn(Node receipt) {
    Optional<Jid> from = receipt.jidAttribute("from").filter(Accounts::isPerson);
    return from.flatMap(jid -> AlternateAddress.of(receipt, "sender", jid))
        .map(alternate -> book.learn(from.get(), alternate))
        .orElseGet(Stages::done);
  }
}
