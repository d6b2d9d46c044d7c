package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.CiphertextType;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.proto.message.Message;

/** Sends messages to our own phone alone, spec/signal.md 5.8. Thread-safe. */
public final class PeerSender {
  private static final Shape PLAIN = new Shape("text", "", "", false);

  private final MessengerContext context;
  private final Mappings mappings;
  private final Custody custody;
  private final BundleFetch bundles;
  private final Sealing sealing;
  private final Drafts drafts;

  /** A sender with what it shares with the rest of the messenger. */
  public PeerSender(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      BundleFetch bundles,
      SecureRandom random) {
    this.context = context;
    this.mappings = mappings;
    this.custody = custody;
    this.bundles = bundles;
    this.sealing = new Sealing(context, random);
    this.drafts = new Drafts(random, context.clock());
  }

  /** An id that no other message has. */
  public String id(Link link) {
    return drafts.id(link);
  }

  /** Sends; completes with the server's acknowledgement. */
  public CompletionStage<Void> send(Link link, String id, Message message) {
    Bytes plaintext = Bytes.wrap(message.toByteArray());
    return seal(link, plaintext, Map.of(), Set.of())
        .thenCompose(
            enc ->
                enc.isPresent()
                    ? Stages.of(enc.get())
                    : fetched(link).thenCompose(found -> again(link, plaintext, found)))
        .thenCompose(
            enc -> link.stream().sendForAck(stanza(link, id, enc), context.settings().ackTimeout()))
        .thenAccept(ack -> {});
  }

  private CompletionStage<Map<Jid, FetchedBundle>> fetched(Link link) {
    return bundles.fetch(link, List.of(phone(link)));
  }

  private CompletionStage<Encrypted> again(
      Link link, Bytes plaintext, Map<Jid, FetchedBundle> found) {
    return seal(link, plaintext, found, Set.of(phone(link)))
        .thenApply(
            enc ->
                enc.orElseThrow(
                    () -> new UnreachableException("Our phone cannot be encrypted to.")));
  }

  private static Jid phone(Link link) {
    return link.own().lid().toUser();
  }

  private CompletionStage<Optional<Encrypted>> seal(
      Link link, Bytes plaintext, Map<Jid, FetchedBundle> found, Set<Jid> asked) {
    return custody.run(
        phone(link),
        () -> {
          Jid device = mappings.canonicalDevice(phone(link));
          return sealing
              .prepare(link, List.of(device), new HashMap<>(found), asked)
              .thenCompose(
                  prepared ->
                      prepared instanceof Sealing.Prepared.Ready ready
                              && ready.records().containsKey(device)
                          ? encrypt(link, device, plaintext, ready)
                          : Stages.of(Optional.empty()));
        });
  }

  private CompletionStage<Optional<Encrypted>> encrypt(
      Link link, Jid device, Bytes plaintext, Sealing.Prepared.Ready ready) {
    Batch.Builder batch = Batch.builder();
    sealing.store(batch, ready);
    return sealing
        .encrypt(link, ready.records(), any -> plaintext, batch)
        .thenCompose(
            encrypted ->
                context
                    .storage()
                    .commit(batch.build())
                    .thenApply(
                        none -> {
                          ready.events().forEach(context.events()::deliver);
                          return Optional.of(encrypted.get(device));
                        }));
  }

  // one bare enc: no participants, no copy, no token
  private static Node stanza(Link link, String id, Encrypted enc) {
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", link.own().pn().toUser())
            .attribute("category", "peer")
            .attribute("type", "text")
            .attribute("push_priority", "high")
            .child(Node.builder("meta").attribute("appdata", "default").build())
            .child(MessageStanza.enc(enc.type().text(), enc.bytes(), PLAIN).build());
    if (enc.type() == CiphertextType.PKMSG) {
      message.child(MessageStanza.deviceIdentity(link.deviceIdentity()));
    }
    return message.build();
  }
}
