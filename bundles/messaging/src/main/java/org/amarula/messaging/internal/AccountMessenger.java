package org.amarula.messaging.internal;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.amarula.api.NotConnectedException;
import org.amarula.api.connection.SendResult;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.group.Groups;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.send.OneSend;
import org.amarula.messaging.internal.stanza.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One account's messages. State is confined to the lane, but for the link that senders read. */
final class AccountMessenger implements Messenger {
  private static final Logger LOG = LoggerFactory.getLogger(AccountMessenger.class);

  private final MessengerContext context;
  private final SignalProtocol signal;
  private final Parts parts;
  private final StanzaDesk desk;
  private final StoredInbox inbox;
  private volatile Object onlineMark; // null while offline
  private boolean closed;
  private volatile Link link; // null while there is none; written on the lane only
  private volatile boolean active; // whether the link may be sent on

  AccountMessenger(
      MessengerContext given, StoredInbox inbox, SignalProtocol signal, SecureRandom random) {
    Mappings mappings = new Mappings(given.storage());
    SafeEvents events = new SafeEvents(given.events(), mappings::remembered);
    this.context = given.withEvents(events);
    this.inbox = inbox;
    this.signal = signal;
    this.parts = new Parts(context, mappings, inbox, signal, random, this::activeLink);
    this.desk = new StanzaDesk(context, parts, inbox.stanzas());
  }

  @Override
  public CompletionStage<Void> login(NodeStream stream, Credentials credentials) {
    if (closed) {
      return Stages.failed(new NotConnectedException(context.settings().profile(), "stopped"));
    }
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
            .thenCompose(none -> parts.directory().forget(List.of(opened.own().lid())))
            .thenCompose(none -> parts.login().activate(opened))
            .thenAcceptAsync(none -> activated(opened), context.lane());
    activated.whenComplete((none, error) -> afterActive(opened, ready, error));
    return activated;
  }

  private void activated(Link opened) {
    if (link != opened && !sameStream(opened)) {
      throw new NotConnectedException("The stream ended during the login.");
    }
    active = true;
    online();
  }

  // A new connection child gives what its predecessor's consumers have not confirmed, too.
  private void online() {
    if (onlineMark == null) {
      onlineMark = inbox.online();
    }
  }

  private void noLongerOnline() {
    Object mark = onlineMark;
    onlineMark = null;
    if (mark != null) {
      inbox.offline(mark);
    }
  }

  private boolean sameStream(Link opened) {
    Link now = link;
    return now != null && now.stream() == opened.stream();
  }

  private void afterActive(Link opened, CompletableFuture<Void> ready, Throwable error) {
    ready.complete(null);
    if (error != null) {
      return;
    }
    parts
        .login()
        .finish(opened)
        .thenCompose(none -> inbox.prune())
        .exceptionally(
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
  public CompletionStage<SendResult> send(Jid to, Content content) {
    if (to.isStatus()) {
      return Stages.failed(new UnreachableException("Status needs an audience."));
    }
    Jid account = Accounts.of(to);
    if (account.isGroup()) {
      return inTurn(account, now -> parts.groupSender().send(now, account, content));
    }
    return Accounts.isPerson(to)
        ? inTurn(account, now -> parts.sender().send(now, account, content))
        : Stages.failed(
            new UnreachableException("Messages to " + to.redacted() + " cannot be sent."));
  }

  @Override
  public CompletionStage<SendResult> sendStatus(Collection<Jid> audience, Content content) {
    List<Jid> given = List.copyOf(audience);
    return inTurn(Jid.STATUS, now -> parts.groupSender().status(now, given, content));
  }

  @Override
  public Groups groups() {
    return parts.groups();
  }

  private CompletionStage<SendResult> inTurn(
      Jid recipient, Function<Link, CompletionStage<SendResult>> send) {
    if (activeLink().isEmpty()) {
      return Stages.failed(notOnline());
    }
    OneSend once = new OneSend();
    return context
        .senders()
        .run(
            recipient,
            () ->
                activeLink()
                    .map(now -> now.on(once.guard(now.stream())))
                    .map(now -> Stages.begin(() -> send.apply(now)))
                    .orElseGet(() -> Stages.failed(notOnline())))
        .handle((result, error) -> error == null ? Stages.of(result) : once.failed(error))
        .thenCompose(outcome -> outcome);
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
    noLongerOnline();
    ((SafeEvents) context.events()).close();
  }
}
