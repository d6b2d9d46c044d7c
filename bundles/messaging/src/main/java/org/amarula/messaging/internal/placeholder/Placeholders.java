package org.amarula.messaging.internal.placeholder;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.inbox.Delivered;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.send.PeerSender;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.MessageKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks our own phone for messages that could not be read, each once (spec/signal.md 7.7). What was
 * asked is remembered for as long as the messenger lives, in a bounded table: only an answer to it
 * is believed. Thread-safe.
 */
public final class Placeholders {
  private static final Logger LOG = LoggerFactory.getLogger(Placeholders.class);
  private static final int PATIENCE_SECONDS = 5;
  private static final int REMEMBERED = 512;
  private static final Duration LIFE = Duration.ofDays(14);
  private static final Set<String> NOT_ASKED =
      Set.of("bot_unavailable_fanout", "hosted_unavailable_fanout", "view_once_unavailable_fanout");

  private final MessengerContext context;
  private final Delivered delivered;
  private final PeerSender sender;
  private final Map<String, Envelope> asked = bounded(); // by our id; guarded by itself
  private final Map<String, Boolean> begun = bounded(); // by message; guarded by itself

  /** Requests that go through {@code sender}. */
  public Placeholders(MessengerContext context, Delivered delivered, PeerSender sender) {
    this.context = context;
    this.delivered = delivered;
    this.sender = sender;
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** A message could not be decrypted: unless its author sends it again soon, asks for it. */
  public void later(Link link, Envelope envelope) {
    if (!begin(link, envelope)) {
      return;
    }
    context
        .timer()
        .schedule(
            () -> context.lane().execute(() -> ask(link, envelope)),
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  /** A message came without ciphertext; asks for it at once if it is of a kind to ask for. */
  public void now(Link link, Envelope envelope, String kind) {
    boolean past = envelope.at().plus(LIFE).isBefore(context.clock().instant());
    if (!NOT_ASKED.contains(kind) && !past && begin(link, envelope)) {
      ask(link, envelope);
    }
  }

  /** The message that was asked for under {@code stanzaId}. */
  public Optional<Envelope> asked(String stanzaId) {
    synchronized (asked) {
      return Optional.ofNullable(asked.get(stanzaId));
    }
  }

  // The phone itself has nobody to ask, and what the phone tells its companions it tells again.
  private boolean begin(Link link, Envelope envelope) {
    if (link.own().pn().device() == 0 || envelope.isPeer()) {
      return false;
    }
    synchronized (begun) {
      return begun.putIfAbsent(name(envelope), true) == null;
    }
  }

  private static String name(Envelope envelope) {
    return envelope.chat() + "/" + envelope.author() + "/" + envelope.id();
  }

  private void ask(Link link, Envelope envelope) {
    CompletableFuture.supplyAsync(() -> arrived(envelope), context.workers())
        .thenCompose(arrived -> arrived ? Stages.done() : request(link, envelope))
        .whenComplete(
            (none, error) -> {
              if (error != null) {
                LOG.info("Our phone was not asked: {}", Stages.cause(error).getMessage());
                synchronized (begun) {
                  begun.remove(name(envelope));
                }
              }
            });
  }

  private boolean arrived(Envelope envelope) {
    return delivered.by(envelope.chat(), envelope.author(), envelope.id()).isPresent();
  }

  private CompletionStage<Void> request(Link link, Envelope envelope) {
    String id = sender.id(link);
    synchronized (asked) {
      asked.put(id, envelope);
    }
    MessageKey.Builder key =
        MessageKey.newBuilder()
            .setRemoteJid(envelope.chat().toString())
            .setFromMe(envelope.fromMe())
            .setId(envelope.id());
    envelope.participant().ifPresent(author -> key.setParticipant(author.toUser().toString()));
    Message.PeerDataOperationRequestMessage request =
        Message.PeerDataOperationRequestMessage.newBuilder()
            .setPeerDataOperationRequestType(
                Message.PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND)
            .addPlaceholderMessageResendRequest(
                Message.PeerDataOperationRequestMessage.PlaceholderMessageResendRequest.newBuilder()
                    .setMessageKey(key))
            .build();
    return sender.send(
        link,
        id,
        Message.newBuilder()
            .setProtocolMessage(
                Message.ProtocolMessage.newBuilder()
                    .setType(Message.ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_MESSAGE)
                    .setPeerDataOperationRequestMessage(request))
            .build());
  }
}
