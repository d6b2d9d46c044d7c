package org.amarula.messaging.internal.send;

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
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceList;
import org.amarula.messaging.internal.device.Phash;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.token.ReportingToken;
import org.amarula.messaging.internal.token.TrustedTokens;
import org.amarula.proto.message.Message;

/**
 * The devices that a message to one contact goes to, and the names to use; spec/signal.md 5.3,
 * D-16. Thread-safe; holds nothing.
 */
final class Addressing {
  private final Mappings mappings;
  private final DeviceDirectory directory;
  private final TrustedTokens tokens;
  private final Executor workers;

  Addressing(Mappings mappings, DeviceDirectory directory, TrustedTokens tokens, Executor workers) {
    this.mappings = mappings;
    this.directory = directory;
    this.tokens = tokens;
    this.workers = workers;
  }

  /** Finds all devices of both sides. */
  CompletionStage<Fanout> find(Link link, Jid to, Draft draft) {
    return CompletableFuture.supplyAsync(() -> mappings.canonical(to), workers)
        .thenCompose(name -> lists(link, name))
        .thenApplyAsync(lists -> fanout(link, Accounts.of(to), draft, lists), workers);
  }

  /** 6.6: drops the lists that a message went by; the next look-up asks the server. */
  CompletionStage<Void> forget(Fanout sent) {
    return directory.forget(
        new LinkedHashSet<>(List.of(sent.chat(), sent.link().own().lid().toUser())));
  }

  /** The same message for those devices that the server knows and that were not addressed, 6.6. */
  CompletionStage<Fanout> missed(Fanout sent) {
    return lists(sent.link(), sent.chat())
        .thenApplyAsync(
            lists -> {
              Set<Jid> addressed = new HashSet<>();
              sent.targets()
                  .forEach(target -> addressed.add(mappings.canonicalDevice(target.device())));
              List<Fanout.Target> targets = new ArrayList<>();
              for (Jid device : devices(sent.link(), sent.chat(), sent.chat(), lists)) {
                if (!sent.link().own().isThisDevice(device)
                    && !addressed.contains(mappings.canonicalDevice(device))) {
                  targets.add(new Fanout.Target(device, sent.link().own().isOwn(device)));
                }
              }
              return sent.again(targets);
            },
            workers);
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

  /** All devices of both sides but this one, as the chat names accounts. */
  private static Set<Jid> devices(Link link, Jid to, Jid chat, Map<Jid, DeviceList> lists) {
    DeviceList theirs = lists.getOrDefault(chat, lists.get(to));
    if (theirs == null || theirs.devices().isEmpty()) {
      throw new UnreachableException("The server knows no device of " + to.redacted() + ".");
    }
    Jid own = link.own().lid().toUser();
    Jid ownName = ownName(link, chat);
    Set<Jid> all = new LinkedHashSet<>(theirs.of(chat));
    all.addAll(lists.containsKey(own) ? lists.get(own).of(ownName) : List.of(ownName));
    return all;
  }

  private static Jid ownName(Link link, Jid chat) {
    return chat.isLid() ? link.own().lid().toUser() : link.own().pn().toUser();
  }

  private Fanout fanout(Link link, Jid to, Draft draft, Map<Jid, DeviceList> lists) {
    Jid chat = mappings.canonical(to);
    Jid ownName = ownName(link, chat);
    Set<Jid> all = devices(link, to, chat, lists);
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
        Phash.of(all),
        false);
  }
}
