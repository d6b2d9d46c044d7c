package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * {@code presence}: who is available, told to who asked in this connection (spec features.md 5.1).
 * On the lane.
 */
public final class PresenceHandler implements StanzaHandler {
  private final Directory directory;
  private final Post post;
  private final Clock clock;
  private final Map<Account, Set<Watcher>> watchers = new HashMap<>();
  private final Set<Account> onPhone = new HashSet<>();

  /** Tells devices of this directory through this post. */
  public PresenceHandler(Directory directory, Post post, Clock clock) {
    this.directory = directory;
    this.post = post;
    this.clock = clock;
    post.onLeave(this::left);
  }

  @Override
  public void handle(Party from, Node presence) {
    String type = presence.attribute("type").orElse("available");
    if (type.equals("subscribe")) {
      subscribe(from.device(), presence.requireJidAttribute("to"));
    } else {
      Account account = from.device().account();
      presence.attribute("name").filter(name -> !name.isEmpty()).ifPresent(account::name);
      boolean before = isAvailable(account);
      note(from.device(), type.equals("available"));
      announce(account, before);
    }
  }

  private void note(Device device, boolean available) {
    if (!device.isPhone()) {
      post.session(device).ifPresent(session -> session.available(available));
    } else if (available) {
      onPhone.add(device.account());
    } else {
      onPhone.remove(device.account());
    }
  }

  private void subscribe(Device watcher, Jid subject) {
    directory
        .find(subject)
        .ifPresent(
            account -> {
              Watcher added = new Watcher(watcher, subject.server());
              watchers.computeIfAbsent(account, unused -> new LinkedHashSet<>()).add(added);
              tell(account, added);
            });
  }

  /** A connection ended: its subscriptions do too. */
  private void left(Session session) {
    watchers.values().forEach(all -> all.removeIf(each -> each.device == session.device()));
    watchers.values().removeIf(Set::isEmpty);
    if (session.isAvailable()) {
      announce(session.device().account(), true);
    }
  }

  private void announce(Account account, boolean before) {
    if (before && !isAvailable(account)) {
      account.profile().lastSeen(clock.instant());
    }
    Set.copyOf(watchers.getOrDefault(account, Set.of())).forEach(w -> tell(account, w));
  }

  private boolean isAvailable(Account account) {
    return onPhone.contains(account)
        || account.devices().stream()
            .anyMatch(d -> post.session(d).filter(Session::isAvailable).isPresent());
  }

  private void tell(Account account, Watcher watcher) {
    Account reader = watcher.device.account();
    if (account.profile().blocks(reader)) {
      return;
    }
    boolean lastShown = account.allows("last", reader);
    boolean onlineShown = account.profile().privacy("online").equals("all") || lastShown;
    boolean available = onlineShown && isAvailable(account);
    NodeBuilder presence =
        Node.builder("presence")
            .attribute("from", account.jid(watcher.server))
            .attribute("type", available ? "available" : "unavailable");
    if (!available) {
      presence.attribute("last", lastShown ? last(account) : "deny");
    }
    post.mention(watcher.device, presence.build());
  }

  private static String last(Account account) {
    Instant seen = account.profile().lastSeen();
    return seen.equals(Instant.EPOCH) ? "none" : Long.toString(seen.getEpochSecond());
  }

  private record Watcher(Device device, String server) {}
}
