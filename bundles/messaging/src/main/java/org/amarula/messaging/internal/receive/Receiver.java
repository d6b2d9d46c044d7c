package org.amarula.messaging.internal.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.MappingDuties;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.group.GroupTable;
import org.amarula.messaging.internal.history.HistoryDesk;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.placeholder.Placeholders;
import org.amarula.messaging.internal.prekey.SignedPreKeys;
import org.amarula.messaging.internal.retry.DecryptFailure;
import org.amarula.messaging.internal.retry.RetryRequests;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.stanza.Answers;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.messaging.internal.stanza.RefusedEnvelopeException;

/**
 * Handles message stanzas: opens what is inside, then answers once, when all of it is on disk
 * (spec/signal.md 7). Thread-safe; the caller keeps the order.
 */
public final class Receiver {
  private final MessengerContext context;
  private final AddressBook book;
  private final Opener opener;
  private final GroupDirectory groups;
  private final MappingDuties migrations;
  private final HistoryDesk history;
  private final Placeholders placeholders;
  private final RetryRequests retries;

  /** A receiver with what it shares with the rest of the messenger. */
  public Receiver(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      AddressBook book,
      GroupCipher cipher,
      GroupTable groupTable,
      GroupDirectory groups,
      SignedPreKeys signedPreKeys,
      StoredInbox inbox,
      MappingDuties migrations,
      HistoryDesk history,
      Placeholders placeholders,
      RetryRequests retries) {
    this.context = context;
    this.book = book;
    this.groups = groups;
    this.opener =
        new Opener(
            context.storage(),
            new Approvals(context),
            cipher,
            groupTable,
            signedPreKeys,
            inbox,
            mappings,
            migrations,
            history.duties(),
            new Resent(placeholders, mappings),
            custody);
    this.placeholders = placeholders;
    this.migrations = migrations;
    this.history = history;
    this.retries = retries;
  }

  /**
   * Handles one message. Completes when its answer was handed to the stream; fails, and nothing was
   * answered, with the store or with the custodian.
   */
  public CompletionStage<Void> handle(Link link, Node message) {
    Envelope envelope;
    try {
      envelope = Envelope.read(message, link.own());
    } catch (RefusedEnvelopeException e) {
      return refuse(link, message, Answers.UNPARSABLE, e.getMessage());
    }
    Ciphertext.Parsed parsed = Ciphertext.all(message);
    if (parsed.all().isEmpty()) {
      return withoutCiphertext(link, message, envelope, parsed.refusal());
    }
    return learn(envelope)
        .thenCompose(none -> rights(link, message, envelope))
        .thenCompose(none -> open(link, message, envelope, parsed.all()));
  }

  private CompletionStage<Void> withoutCiphertext(
      Link link, Node message, Envelope envelope, int refusal) {
    if (envelope.chat().server().equals("newsletter")) {
      return link.answer(Answers.ack(message, link.own()));
    }
    Optional<Node> unavailable = message.child("unavailable");
    if (unavailable.isEmpty() || !message.children("enc").isEmpty()) {
      return refuse(link, message, refusal, "The message holds nothing that can be decrypted.");
    }
    String kind = unavailable.get().attribute("type").orElse("message");
    tellUnreadable(envelope, "unavailable-" + kind);
    placeholders.now(link, envelope, kind);
    return link.answer(Answers.ack(message, link.own()));
  }

  private void tellUnreadable(Envelope envelope, String reason) {
    context
        .events()
        .deliver(
            new MessageUnreadable(
                envelope.chat(), envelope.author(), envelope.id(), reason, false));
  }

  private CompletionStage<Void> refuse(Link link, Node message, int code, String problem) {
    context
        .events()
        .deliver(new StanzaRejected(message.tag(), message.attribute("id").orElse(""), problem));
    return link.answer(Answers.nack(message, link.own(), code));
  }

  private CompletionStage<Void> learn(Envelope envelope) {
    Optional<Jid> author = envelope.authorAlternate();
    Optional<Jid> chat = envelope.chatAlternate();
    return author
        .map(alternate -> book.learn(envelope.author(), alternate))
        .orElseGet(Stages::done)
        .thenCompose(
            none ->
                chat.map(alternate -> book.learn(envelope.chat(), alternate))
                    .orElseGet(Stages::done));
  }

  // Who administers the group must be known before an administrator's message is opened.
  private CompletionStage<Void> rights(Link link, Node message, Envelope envelope) {
    return envelope.chat().isGroup() && message.hasAttribute("edit", Opener.ADMIN_REVOKE)
        ? Stages.settled(groups.find(link, envelope.chat()))
        : Stages.done();
  }

  private CompletionStage<Void> open(
      Link link, Node message, Envelope envelope, List<Ciphertext> ciphertexts) {
    List<Opened> results = new ArrayList<>();
    // Mappings are read from the store: not on this thread.
    CompletionStage<Void> opened =
        CompletableFuture.completedFuture((Void) null).thenRunAsync(() -> {}, context.workers());
    CompletionStage<List<String>> chain =
        opened.thenApply(none -> opener.hashes(envelope, ciphertexts.get(0)));
    for (Ciphertext ciphertext : ciphertexts) {
      chain =
          chain.thenCompose(
              hashes ->
                  opener
                      .open(new Opener.Task(link, message, envelope, ciphertext, hashes))
                      .thenApply(
                          result -> {
                            results.add(result);
                            deliver(result);
                            return hashes;
                          }));
    }
    return chain
        .thenCompose(
            hashes -> envelope.fromMe() ? migrations.settle() : Stages.done()) // 10.2: before it
        .thenCompose(none -> answer(link, message, envelope, ciphertexts, results));
  }

  private void deliver(Opened result) {
    if (result instanceof Opened.Handled handled) {
      handled.events().forEach(context.events()::deliver);
    } else if (result instanceof Opened.Failed failed) {
      failed.events().forEach(context.events()::deliver);
    }
  }

  /** One answer for the whole stanza, spec/signal.md 7.5. */
  private CompletionStage<Void> answer(
      Link link,
      Node message,
      Envelope envelope,
      List<Ciphertext> ciphertexts,
      List<Opened> results) {
    boolean told = false;
    boolean readable = false;
    List<DecryptFailure> failures = new ArrayList<>();
    for (Opened result : results) {
      if (result instanceof Opened.Failed failed) {
        failures.add(failed.failure());
      }
      told |= result instanceof Opened.Handled handled && handled.history();
      readable |= !(result instanceof Opened.Unreadable);
    }
    if (!failures.isEmpty() && !isGroupMessageRead(ciphertexts, results)) {
      return retries
          .ask(link, message, envelope, DecryptFailure.of(failures))
          .thenAccept(none -> placeholders.later(link, envelope)); // 7.7
    }
    if (!readable) {
      return refuse(link, message, Answers.INVALID_PROTOBUF, "The message cannot be parsed.");
    }
    results.stream()
        .filter(Opened.Unreadable.class::isInstance)
        .limit(1)
        .forEach(part -> tellUnreadable(envelope, "unparsable-part"));
    boolean available = context.settings().markOnline();
    CompletionStage<Void> answered = link.answer(Answers.receipt(message, envelope, available));
    return told && envelope.fromMe()
        ? answered
            .thenCompose(none -> link.answer(Answers.historyReceipt(envelope.id(), link.own())))
            .thenRun(() -> history.work(link))
        : answered;
  }

  // A distribution that failed is asked for when a message under that key comes.
  private static boolean isGroupMessageRead(List<Ciphertext> ciphertexts, List<Opened> results) {
    int last = results.size() - 1;
    return ciphertexts.get(last).kind() == Ciphertext.Kind.SENDER_KEY
        && !(results.get(last) instanceof Opened.Failed);
  }
}
