package org.amarula.messaging.internal;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.amarula.api.Bytes;
import org.amarula.api.NotConnectedException;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.Keys;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Gate;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.login.Upkeep;
import org.amarula.messaging.internal.outbox.OutboxMessage;
import org.amarula.messaging.internal.outbox.StoredOutbox;
import org.amarula.messaging.internal.send.Draft;
import org.amarula.messaging.internal.send.OneSend;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.RowCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's messages. State is confined to the lane, but for the link that senders read, and
 * for the end: a connection that hangs is closed from outside, whatever its lane does.
 */
final class AccountMessenger implements Messenger {
  private static final Logger LOG = LoggerFactory.getLogger(AccountMessenger.class);

  private final RowCache rows;
  private final MessengerContext context;
  private final SignalProtocol signal;
  private final Parts parts;
  private final StanzaDesk desk;
  private final StoredInbox inbox;
  private final StoredOutbox outbox;
  private final Upkeep upkeep;
  private Object onlineMark; // null while offline; guarded by this
  private Object outboxMark; // set while the one above is; guarded by this
  private volatile boolean closed;
  private Bytes identity = Bytes.EMPTY; // the public key of the last login
  private volatile Link link; // null while there is none; written on the lane only
  private volatile boolean active; // whether the link may be sent on

  AccountMessenger(
      MessengerContext given,
      StoredInbox inbox,
      StoredOutbox outbox,
      SignalProtocol signal,
      SecureRandom random,
      Gate files) {
    Mappings mappings = new Mappings(given.storage(), outbox::learnt);
    SafeEvents events = new SafeEvents(given.events(), mappings::remembered);
    this.rows = new RowCache(given.storage());
    this.context = given.withEvents(events).withStorage(rows);
    this.inbox = inbox;
    this.outbox = outbox;
    this.signal = signal;
    this.parts = new Parts(context, mappings, inbox, signal, random, files, this::activeLink);
    this.desk = new StanzaDesk(context, parts, inbox.stanzas());
    this.upkeep = new Upkeep(context.timer(), context.lane());
  }

  @Override
  public CompletionStage<Void> login(NodeStream stream, Credentials credentials) {
    if (closed) {
      return Stages.failed(new NotConnectedException(context.settings().profile(), "stopped"));
    }
    rows.forget(); // the account may have been wiped and linked anew
    forgetFormerNames(credentials);
    LocalIdentity identity =
        new LocalIdentity(credentials.identity(), credentials.registrationId());
    Link opened = Link.of(stream, credentials, signal.sessions(identity));
    link = opened;
    active = false;
    CompletableFuture<Void> ready = new CompletableFuture<>();
    desk.holdUntil(ready);
    // 10.2: our own mapping is on disk before the login counts as handled.
    CompletionStage<Void> activated =
        parts
            .book()
            .learn(opened.own().pn(), opened.own().lid())
            .thenCompose(none -> parts.migrations().settle())
            .thenCompose(none -> parts.history().recover())
            .thenCompose(none -> parts.directory().forget(List.of(opened.own().lid())))
            .thenCompose(none -> parts.login().activate(opened))
            .thenAcceptAsync(none -> activated(opened), context.lane());
    activated.whenComplete((none, error) -> afterActive(opened, ready, error));
    return activated;
  }

  // Names that are remembered are not stored again, and a wipe has removed them from the store.
  private void forgetFormerNames(Credentials credentials) {
    Bytes now = Bytes.copyOf(credentials.identity().publicKey());
    if (!now.equals(identity)) {
      identity = now;
      parts.mappings().forget();
    }
  }

  private synchronized void activated(Link opened) {
    if (closed || link != opened && !sameStream(opened)) {
      throw new NotConnectedException("The stream ended during the login.");
    }
    active = true;
    upkeep.begin(this::lookAfter);
    online(opened);
  }

  // A new connection child gives what its predecessor's consumers have not confirmed, too.
  private void online(Link opened) {
    if (onlineMark == null) {
      onlineMark = inbox.online(opened.own());
      outboxMark = outbox.online(this::carry, opened.own().pn().user());
    }
  }

  private synchronized void noLongerOnline() {
    upkeep.end();
    Object mark = onlineMark;
    onlineMark = null;
    if (mark != null) {
      inbox.offline(mark);
      outbox.offline(outboxMark);
    }
  }

  private boolean sameStream(Link opened) {
    Link now = link;
    return now != null && now.stream() == opened.stream();
  }

  private void afterActive(Link opened, CompletableFuture<Void> ready, Throwable error) {
    ready.complete(null);
    if (error == null) {
      parts.history().work(opened);
      noted(parts.login().finish(opened).thenCompose(none -> inbox.prune()));
    }
  }

  private void lookAfter() {
    activeLink()
        .ifPresent(now -> noted(parts.login().lookAfter(now).thenCompose(none -> inbox.prune())));
  }

  private static void noted(CompletionStage<Void> stage) {
    stage.exceptionally(
        failure -> {
          LOG.info("After the login: {}", Stages.cause(failure).getMessage());
          return null;
        });
  }

  @Override
  public void onStanza(Node stanza) {
    Link now = link;
    if (now == null || closed) {
      LOG.debug("A {} came without a login; it comes again.", stanza.tag());
      return;
    }
    desk.take(now, stanza);
  }

  @Override
  public CompletionStage<Void> refuse(Node stanza, String problem) {
    return closed
        ? Stages.failed(new NotConnectedException(context.settings().profile(), "stopped"))
        : desk.refuse(Optional.ofNullable(link), stanza, problem);
  }

  @Override
  public void offline() {
    active = false;
    link = null;
    parts.history().offline();
    noLongerOnline();
  }

  @Override
  public void credentialsChanged(Credentials credentials) {
    Link now = link;
    if (now != null && credentials.paired().isPresent()) {
      link = now.with(credentials);
    }
  }

  @Override
  public CompletionStage<SendResult> send(Jid to, Content content, SendOptions options) {
    if (to.isStatus()) {
      return Stages.failed(new UnreachableException("Status needs an audience."));
    }
    Jid account = Accounts.of(to);
    if (!account.isGroup() && !Accounts.isPerson(to)) {
      return Stages.failed(
          new UnreachableException("Messages to " + to.redacted() + " cannot be sent."));
    }
    if (options.isDurable()) {
      return Stages.begin(() -> outbox.accept(account, List.of(), content, options));
    }
    return account.isGroup()
        ? inTurn(account, now -> parts.groupSender().send(now, account, content))
        : inTurn(account, now -> parts.sender().send(now, account, content));
  }

  @Override
  public CompletionStage<SendResult> sendStatus(
      Collection<Jid> audience, Content content, SendOptions options) {
    List<Jid> given = List.copyOf(audience);
    return options.isDurable()
        ? Stages.begin(() -> outbox.accept(Jid.STATUS, given, content, options))
        : inTurn(Jid.STATUS, now -> parts.groupSender().status(now, given, content));
  }

  // One try of a durable message.
  private CompletionStage<SendResult> carry(OutboxMessage message) {
    Draft draft = new Draft(message.id(), message.content(), message.secret(), message.millis());
    Jid to = message.to();
    Function<Link, CompletionStage<SendResult>> send =
        to.isStatus()
            ? now -> parts.groupSender().status(now, message.audience(), draft)
            : to.isGroup()
                ? now -> parts.groupSender().send(now, to, draft)
                : now -> parts.sender().send(now, to, draft);
    CompletableFuture<SendResult> running = new CompletableFuture<>();
    OneSend once = new OneSend();
    return turn(to, once, now -> Stages.passOn(send.apply(now), running))
        .handle((result, error) -> error == null ? Stages.of(result) : once.failed(error, running))
        .thenCompose(outcome -> outcome);
  }

  @Override
  public CompletionStage<Boolean> approveIdentity(Jid user) {
    if (!Accounts.isPerson(user)) {
      throw new IllegalArgumentException(user.redacted() + " is no person.");
    }
    return parts
        .custody()
        .run(user, () -> parts.approvals().approve(parts.mappings().canonical(user)));
  }

  @Override
  public Groups groups() {
    return parts.groups();
  }

  @Override
  public Keys keys() {
    return parts.keys();
  }

  private CompletionStage<SendResult> inTurn(
      Jid recipient, Function<Link, CompletionStage<SendResult>> send) {
    OneSend once = new OneSend();
    return turn(recipient, once, send)
        .handle((result, error) -> error == null ? Stages.of(result) : once.failed(error))
        .thenCompose(outcome -> outcome);
  }

  private CompletionStage<SendResult> turn(
      Jid recipient, OneSend once, Function<Link, CompletionStage<SendResult>> send) {
    if (activeLink().isEmpty()) {
      return Stages.failed(notOnline());
    }
    return context
        .senders()
        .runAll(
            names(recipient),
            () ->
                activeLink()
                    .map(now -> now.on(once.guard(now.stream())))
                    .map(now -> Stages.begin(() -> send.apply(now)))
                    .orElseGet(() -> Stages.failed(notOnline())));
  }

  // A turn is the person's, by whichever name the messages go: both wait for the earlier ones of
  // either, as far as it is known that they are one person.
  private List<Jid> names(Jid recipient) {
    if (recipient.isGroup() || recipient.isStatus()) {
      return List.of(recipient);
    }
    try {
      return parts.mappings().names(recipient);
    } catch (StorageException e) {
      LOG.warn("Whether a recipient has another name cannot be read: {}", e.getMessage());
      return List.of(recipient);
    }
  }

  private Optional<Link> activeLink() {
    Link now = link;
    return now == null || !active ? Optional.empty() : Optional.of(now);
  }

  private NotConnectedException notOnline() {
    return new NotConnectedException(context.settings().profile(), "offline");
  }

  @Override
  public CompletionStage<Void> unlink() {
    Link now = link;
    if (now == null) {
      return Stages.failed(notOnline());
    }
    Node iq =
        Node.builder("iq")
            .attribute("xmlns", "md")
            .attribute("type", "set")
            .attribute("to", Jid.SERVER)
            .child(
                Node.builder("remove-companion-device")
                    .attribute("jid", now.own().pn())
                    .attribute("reason", "user_initiated")
                    .build())
            .build();
    return now.stream().query(iq).thenAccept(reply -> {});
  }

  @Override
  public void close() {
    closed = true;
    active = false;
    link = null;
    desk.close();
    parts.history().close();
    noLongerOnline();
    ((SafeEvents) context.events()).close();
  }
}
