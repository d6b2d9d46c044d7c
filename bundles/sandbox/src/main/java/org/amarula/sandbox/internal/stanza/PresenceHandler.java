package org.amarula.sandbox.internal.stanza;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.Session;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code presence}: who is available, told to who asked (spec transport.md 9.5). */
public final class PresenceHandler implements StanzaHandler {
  private final Directory directory;
  private final Post post;
  private final Map<Account, Set<Watcher>> watchers = new HashMap<>();

  /** Tells devices of this directory through this post. */
  public PresenceHandler(Directory directory, Post post) {
    this.directory = directory;
    this.post = post;
  }

  @Override
  public void handle(Party from, Node presence) {
    String type = presence.attribute("type").orElse("available");
    if (type.equals("subscribe")) {
      subscribe(from.device(), presence.requireJidAttribute("to"));
    } else {
      post.session(from.device()).ifPresent(s -> s.available(type.equals("available")));
      announce(from.device().account());
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

  private void announce(Account account) {
    watchers.getOrDefault(account, Set.of()).forEach(watcher -> tell(account, watcher));
  }

  private void tell(Account account, Watcher watcher) {
    boolean available =
        account.devices().stream()
            .anyMatch(d -> post.session(d).filter(Session::isAvailable).isPresent());
    post.mention(
        watcher.device,
        Node.builder("presence")
            .attribute("from", account.jid(watcher.server))
            .attribute("type", available ? "available" : "unavailable")
            .build());
  }

  private record Watcher(Device device, String server) {}
}
