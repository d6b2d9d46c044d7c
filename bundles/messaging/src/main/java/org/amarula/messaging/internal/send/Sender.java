package org.amarula.messaging.internal.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.content.Content;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceList;
import org.amarula.messaging.internal.device.Phash;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.token.ReportingToken;
import org.amarula.messaging.internal.token.TrustedTokens;
import org.amarula.proto.message.Message;

/** Sends messages to one contact. Thread-safe; holds nothing between messages. */
public final class Sender {
  private static final int MAX_ROUNDS = 3;

  private final MessengerContext context;
  private final Mappings mappings;
  private final DeviceDirectory directory;
  private final BundleFetch bundles;
  private final Encryption encryption;
  private final Executor workers;
  private final TrustedTokens tokens;
  private final Drafts drafts;
  private final Acks acks;
  private final Duration ackTimeout;

  /** A sender with what it shares with the rest of the messenger. */
  public Sender(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      DeviceDirectory directory,
      BundleFetch bundles,
      TrustedTokens tokens,
      SecureRandom random) {
    this.context = context;
    this.mappings = mappings;
    this.directory = directory;
    this.bundles = bundles;
    this.encryption =
        new Encryption(
            context.storage(),
            new Sealing(context, random),
            mappings,
            custody,
            context.sentMessages());
    this.workers = context.workers();
    this.tokens = tokens;
    this.drafts = new Drafts(random, context.clock());
    this.acks = new Acks(context.clock());
    this.ackTimeout = context.settings().ackTimeout();
  }

  /** Sends on {@code link}; to be called in the recipient's turn. */
  public CompletionStage<SendResult> send(Link link, Jid to, Content content) {
    return send(link, to, drafts.of(link, content));
  }

  /** Sends what has its id already; to be called in the recipient's turn. */
  public CompletionStage<SendResult> send(Link link, Jid to, Draft draft) {
    return Stages.begin(() -> address(link, to, draft))
        .thenCompose(fanout -> seal(fanout, Map.of(), new HashSet<>(), 1));
  }

  /** Finds the devices and the names to use; spec/signal.md 5.3, D-16. */
  private CompletionStage<Fanout> address(Link link, Jid to, Draft draft) {
    return CompletableFuture.supplyAsync(() -> mappings.canonical(to), workers)
        .thenCompose(name -> lists(link, name))
        .thenApplyAsync(lists -> fanout(link, Accounts.of(to), draft, lists), workers);
  }

  private CompletionStage<Map<Jid, DeviceList>> lists(Link link, Jid name) {
    Set<Jid> users = new LinkedHashSet<>(List.of(name, link.own().lid().toUser()));
    return directory
        .find(link, users)
        .handle(
            (lists, error) -> {
              if (error == null) {
                return Stages.of(lists);
              }
              Throwable cause = Stages.cause(error);
              return Stages.<Map<Jid, DeviceList>>failed(
                  cause instanceof RequestRejectedException
                      ? new UnreachableException(
                          "The server does not tell the recipient's devices.")
                      : cause);
            })
        .thenCompose(stage -> stage);
  }

  private Fanout fanout(Link link, Jid to, Draft draft, Map<Jid, DeviceList> lists) {
    Jid chat = mappings.canonical(to);
    Jid own = link.own().lid().toUser();
    DeviceList theirs = lists.getOrDefault(chat, lists.get(to));
    if (theirs == null || theirs.devices().isEmpty()) {
      throw new UnreachableException("The server knows no device of " + to.redacted() + ".");
    }
    Jid ownName = chat.isLid() ? own : link.own().pn().toUser();
    List<Jid> ownDevices = lists.containsKey(own) ? lists.get(own).of(ownName) : List.of(ownName);
    Set<Jid> all = new LinkedHashSet<>(theirs.of(chat));
    all.addAll(ownDevices);
    List<Fanout.Target> targets = new ArrayList<>();
    for (Jid device : all) {
      if (!link.own().isThisDevice(device)) {
        targets.add(new Fanout.Target(device, link.own().isOwn(device)));
      }
    }
    all.add(ownName.withDevice(link.own().pn().device())); // 5.5: the sending device counts
    Jid pn = chat.isLid() ? mappings.other(chat).orElse(chat) : chat;
    String id = draft.id();
    Message message = draft.message(link, chat, mappings::canonical);
    Bytes bytes = Bytes.wrap(message.toByteArray());
    List<Node> extras =
        new ArrayList<>(ReportingToken.of(message, id, ownName, chat).stream().toList());
    if (!link.own().isOwn(chat)) {
      tokens.node(chat).ifPresent(extras::add);
    }
    return new Fanout(
        link,
        id,
        chat,
        pn,
        List.copyOf(targets),
        bytes,
        Outgoing.copy(chat, message),
        Shape.of(message),
        List.copyOf(extras),
        Phash.of(all));
  }

  private CompletionStage<SendResult> seal(
      Fanout fanout, Map<Jid, FetchedBundle> fetched, Set<Jid> asked, int round) {
    return encryption
        .seal(fanout, fetched, asked)
        .thenCompose(
            outcome -> {
              if (outcome instanceof Encryption.Outcome.Ready ready) {
                ready.events().forEach(context.events()::deliver);
                return write(fanout, ready.ciphertexts());
              }
              Set<Jid> missing = ((Encryption.Outcome.BundlesMissing) outcome).devices();
              if (round > MAX_ROUNDS) {
                throw new UnreachableException("The recipient's devices change all the time.");
              }
              asked.addAll(missing);
              // No custody is held over the network (spec/signal.md 2.3, 10.1).
              return bundles
                  .fetch(fanout.link(), missing)
                  .thenCompose(found -> seal(fanout, joined(fetched, found), asked, round + 1));
            });
  }

  private static Map<Jid, FetchedBundle> joined(
      Map<Jid, FetchedBundle> one, Map<Jid, FetchedBundle> other) {
    Map<Jid, FetchedBundle> all = new java.util.HashMap<>(one);
    all.putAll(other);
    return all;
  }

  private CompletionStage<SendResult> write(Fanout fanout, List<Encryption.Sealed> ciphertexts) {
    if (ciphertexts.isEmpty()) {
      throw new UnreachableException(
          "No device of " + fanout.chat().redacted() + " can be encrypted to.");
    }
    return fanout.link().stream()
        .sendForAck(MessageStanza.of(fanout, ciphertexts), ackTimeout)
        .handle(
            (ack, error) -> error == null ? acked(fanout, ack) : Acks.missing(fanout.id(), error))
        .thenCompose(result -> result);
  }

  private CompletionStage<SendResult> acked(Fanout fanout, Node ack) {
    SendResult result = acks.result(fanout.id(), ack);
    int code = Acks.code(ack);
    if (!fanout.toSelf() && (code == 0 || code == Acks.NEEDS_TOKEN)) {
      tokens.issue(fanout.link(), fanout.chat()); // 5.7: after a message, or once when refused
    }
    if (!Acks.tellsOtherDevices(ack, fanout.phash()) && code != Acks.STALE_DEVICES) {
      return Stages.of(result);
    }
    // 6.6: the server knows other devices than we do; the next send asks anew
    Set<Jid> users =
        new LinkedHashSet<>(List.of(fanout.chat(), fanout.link().own().lid().toUser()));
    return directory.forget(users).handle((none, error) -> result);
  }
}
