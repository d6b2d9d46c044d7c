package org.amarula.messaging.internal.notification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.device.DeviceNotice;
import org.amarula.messaging.internal.device.DeviceNotices;
import org.amarula.messaging.internal.group.GroupKeys;
import org.amarula.messaging.internal.group.GroupNotices;
import org.amarula.messaging.internal.history.HistoryDesk;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.AlternateAddress;
import org.amarula.messaging.internal.stanza.Answers;
import org.amarula.messaging.internal.token.TrustedTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles notifications and acknowledges every one, also those that nobody knows, once their effect
 * is on disk (spec/transport.md 6.9, spec/signal.md 6.3 and 9.3). Thread-safe.
 */
public final class Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final MessengerContext context;
  private final Mappings mappings;
  private final Custody custody;
  private final AddressBook book;
  private final SessionTable sessions;
  private final Approvals approvals;
  private final DeviceNotices devices;
  private final GroupNotices groups;
  private final GroupKeys keys;
  private final TrustedTokens tokens;
  private final PreKeys preKeys;
  private final HistoryDesk history;

  /** Notifications that act on these. */
  public Notifications(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      AddressBook book,
      DeviceNotices devices,
      GroupNotices groups,
      GroupKeys keys,
      TrustedTokens tokens,
      PreKeys preKeys,
      HistoryDesk history) {
    this.context = context;
    this.mappings = mappings;
    this.custody = custody;
    this.book = book;
    this.sessions = new SessionTable(context.storage());
    this.approvals = new Approvals(context);
    this.devices = devices;
    this.groups = groups;
    this.keys = keys;
    this.tokens = tokens;
    this.preKeys = preKeys;
    this.history = history;
  }

  /** Handles one notification; fails, without an answer, with the store. */
  public CompletionStage<Void> handle(Link link, Node notification) {
    return learn(notification)
        .thenCompose(none -> effect(link, notification))
        .thenCompose(none -> link.answer(Answers.ack(notification, link.own())));
  }

  private CompletionStage<Void> effect(Link link, Node notification) {
    Optional<Jid> from = notification.jidAttribute("from");
    switch (notification.attribute("type").orElse("")) {
      case "encrypt":
        return encrypt(link, notification, from);
      case "devices":
        return from.filter(Accounts::isPerson)
            .map(user -> devices.changed(Accounts.of(user), DeviceNotice.changes(notification)))
            .orElseGet(Stages::done);
      case "w:gp2":
        return groups.apply(link, notification);
      case "privacy_token":
        return from.filter(Accounts::isPerson)
            .map(user -> tokens.received(user, notification))
            .orElseGet(Stages::done);
      case "mediaretry":
        from.filter(link.own()::isOwn).ifPresent(own -> history.uploaded(notification));
        return Stages.done();
      case "account_sync":
        return from.filter(link.own()::isOwn)
            .flatMap(user -> notification.child("devices"))
            .map(list -> devices.ownList(link, DeviceNotice.ownList(list)))
            .orElseGet(Stages::done);
      default:
        LOG.debug("A notification of an unhandled type was acknowledged.");
        return Stages.done();
    }
  }

  // 8.1: whatever it is about, its attributes may pair two names
  private CompletionStage<Void> learn(Node notification) {
    Map<Jid, Jid> pairs = AlternateAddress.pairs(notification);
    Optional<Jid> from = notification.jidAttribute("from").filter(Accounts::isPerson);
    if (from.isPresent()) {
      notification.jidAttribute("lid").ifPresent(lid -> pairs.put(Accounts.of(from.get()), lid));
    }
    return pairs.isEmpty() ? Stages.done() : book.learn(pairs);
  }

  private CompletionStage<Void> encrypt(Link link, Node notification, Optional<Jid> from) {
    Optional<Node> count = notification.child("count");
    if (count.isPresent()) {
      OptionalLong value = count.get().numberAttribute("value");
      // Not waited for: each login asks for the number again.
      preKeys
          .low(link, value.orElse(0))
          .whenComplete(
              (none, error) -> {
                if (error != null) {
                  LOG.warn("Pre-keys were not uploaded: {}", Stages.cause(error).getMessage());
                }
              });
      return Stages.done();
    }
    boolean phone =
        from.filter(Accounts::isPerson)
            .filter(jid -> jid.device() == 0 && !link.own().isOwn(jid))
            .isPresent();
    return phone && notification.child("identity").isPresent()
        ? identityChanged(link, from.get())
        : Stages.done();
  }

  // 9.3, D-26: archived, since the backlog may still need them; bundles are fetched at the next
  // send
  private CompletionStage<Void> identityChanged(Link link, Jid user) {
    return custody
        .run(
            user,
            () -> {
              Jid name = mappings.canonical(user);
              Batch.Builder batch = Batch.builder();
              List<Jid> known = sessions.devices(name);
              for (Jid device : known) {
                sessions.put(batch, device, sessions.load(device).archiveCurrent());
              }
              devices.forgetList(batch, name);
              tokens.forgetIssued(batch, name);
              boolean needsApproval = approvals.announced(batch, name);
              return context
                  .storage()
                  .commit(batch.build())
                  .thenApply(none -> new IdentityChanged(Accounts.of(user), needsApproval));
            })
        .thenCompose(event -> keys.doubt(link, user).thenApply(none -> event))
        .thenAccept(context.events()::deliver);
  }
}
