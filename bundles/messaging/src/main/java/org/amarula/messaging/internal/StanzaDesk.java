package org.amarula.messaging.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.amarula.api.AmarulaException;
import org.amarula.api.StorageException;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.NodeStream;
import org.amarula.messaging.CrashingStanzaException;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.inbox.ParkedStanzas;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.login.ServerNotes;
import org.amarula.messaging.internal.receive.InboundQueue;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.AlternateAddress;
import org.amarula.messaging.internal.stanza.Answers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes stanzas and sees that each ends in one definite answer, whatever is in it: the answer of
 * its handler, a refusal when the handler is at fault, or none with the end of the stream, so that
 * the server gives it again. When much waits, the stream is held, so that a flood stays at the
 * server. Confined to the account's lane, but for the end.
 */
final class StanzaDesk {
  private static final Logger LOG = LoggerFactory.getLogger(StanzaDesk.class);
  private static final int CAPACITY = 4096;
  private static final int HOLD = 512;
  private static final int RELEASE = 128;

  private final MessengerContext context;
  private final Parts parts;
  private final ParkedStanzas parked;
  private final InboundQueue queue;
  private volatile boolean closed;
  private NodeStream held; // null while nothing is held
  private volatile NodeStream failed; // the last on which a stanza was left without an answer

  StanzaDesk(MessengerContext context, Parts parts, ParkedStanzas parked) {
    this.context = context;
    this.parts = parts;
    this.parked = parked;
    this.queue = new InboundQueue(CAPACITY, context.lane(), this::ended);
  }

  void holdUntil(CompletionStage<Void> stage) {
    queue.holdUntil(stage);
  }

  void close() {
    closed = true;
  }

  void take(Link link, Node stanza) {
    switch (stanza.tag()) {
      case "message":
        enqueue(link, stanza, parts.receiver()::handle);
        break;
      case "receipt":
        enqueue(link, stanza, parts.receipts()::handle);
        break;
      case "notification":
        enqueue(link, stanza, parts.notifications()::handle);
        break;
      case "call":
        enqueue(link, stanza, (on, call) -> on.answer(Answers.ack(call, on.own())));
        break;
      case "ib":
        ServerNotes.handle(link, stanza);
        break;
      default:
        LOG.debug("A stanza that needs no answer was left alone.");
        break;
    }
  }

  private void enqueue(
      Link link, Node stanza, BiFunction<Link, Node, CompletionStage<Void>> handler) {
    if (queue.isFull()) {
      // What came along with answers that were awaited: it stays with the server, comes again.
      link.stream()
          .close(new DisconnectReason.NetworkLost("More stanzas came than could be stored."));
      return;
    }
    List<Jid> names = names(stanza);
    if (stanza.is("message") && stanza.attribute("offline").isPresent()) {
      queue.addBacklog(names, () -> handle(link, stanza, handler));
    } else {
      queue.add(names, () -> handle(link, stanza, handler));
    }
    if (queue.waiting() >= HOLD && held != link.stream()) {
      held = link.stream();
      held.hold(true);
    }
  }

  private void ended() {
    if (held != null && queue.waiting() <= RELEASE) {
      held.hold(false);
      held = null;
    }
  }

  // What a chat's messages and receipts are about is kept in one order, whichever name it goes by:
  // a stanza has both names when the other is told or remembered. What came before that was so has
  // one of them, and is waited for all the same.
  private List<Jid> names(Node stanza) {
    Optional<Jid> recipient = stanza.jidAttribute("recipient");
    Jid chat = recipient.or(() -> stanza.jidAttribute("from")).map(Accounts::of).orElse(Jid.SERVER);
    String role = recipient.isPresent() ? "recipient" : "sender";
    return AlternateAddress.of(stanza, role, chat)
        .or(() -> parts.mappings().remembered(chat))
        .map(other -> List.of(chat, other))
        .orElse(List.of(chat));
  }

  private CompletionStage<Void> handle(
      Link link, Node stanza, BiFunction<Link, Node, CompletionStage<Void>> handler) {
    if (closed || link.stream() == failed) {
      return Stages.done(); // it comes again, and behind the one that was left
    }
    return begin(link, stanza, handler)
        .handle(
            (none, error) ->
                error == null ? Stages.done() : failed(link, stanza, Stages.cause(error)))
        .thenCompose(stage -> stage);
  }

  private static CompletionStage<Void> begin(
      Link link, Node stanza, BiFunction<Link, Node, CompletionStage<Void>> handler) {
    try {
      return handler.apply(link, stanza);
    } catch (Throwable e) { // an Error too: what becomes of it is decided in one place
      return Stages.failed(e);
    }
  }

  private CompletionStage<Void> failed(Link link, Node stanza, Throwable error) {
    if (closed) {
      return Stages.done();
    }
    if (error instanceof Error crash) {
      // Not this stanza's fault, or more than that: the crash of the connection, on its own lane.
      context.lane().execute(() -> rethrow(stanza, crash));
      return Stages.done();
    }
    if (error instanceof StorageException) {
      LOG.warn("A {} could not be stored: {}", stanza.tag(), error.getMessage());
      failed = link.stream();
      link.storageFailed(); // no answer: the server keeps it
      return Stages.done();
    }
    if (error instanceof AmarulaException) {
      LOG.warn("A {} was not handled: {}", stanza.tag(), error.getMessage());
      failed = link.stream();
      link.stream().close(new DisconnectReason.NetworkLost("A stanza was not handled."));
      return Stages.done();
    }
    LOG.error("A {} is refused because of an unexpected error.", stanza.tag(), error);
    return refuse(Optional.of(link), stanza, "It met an unexpected error.");
  }

  private static void rethrow(Node stanza, Error crash) {
    throw new CrashingStanzaException(stanza, crash);
  }

  /** Keeps a stanza that cannot be handled, then refuses it and tells it. */
  CompletionStage<Void> refuse(Optional<Link> link, Node stanza, String problem) {
    return CompletableFuture.supplyAsync(
            () -> parked.park(context.storage(), stanza, problem), context.workers())
        .thenCompose(stage -> stage)
        .handle((none, error) -> error == null ? kept(link, stanza, problem) : notKept(link))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> kept(Optional<Link> link, Node stanza, String problem) {
    context
        .events()
        .deliver(new StanzaRejected(stanza.tag(), stanza.attribute("id").orElse(""), problem));
    return link.map(on -> on.answer(Answers.nack(stanza, on.own(), Answers.UNHANDLED)))
        .orElseGet(Stages::done);
  }

  // No answer: the server keeps it.
  private CompletionStage<Void> notKept(Optional<Link> link) {
    link.ifPresent(
        on -> {
          failed = on.stream();
          on.storageFailed();
        });
    return Stages.done();
  }
}
