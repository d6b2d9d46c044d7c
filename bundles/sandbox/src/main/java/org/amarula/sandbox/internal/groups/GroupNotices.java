package org.amarula.sandbox.internal.groups;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.wire.Ids;

/**
 * The {@code w:gp2} notifications (spec features.md 1.10). They wait until {@link #flush()},
 * because the result of a request goes first. On the lane.
 */
final class GroupNotices {
  private final Post post;
  private final Ids ids;
  private final Clock clock;
  private final List<Runnable> waiting = new ArrayList<>();

  GroupNotices(Post post, Ids ids, Clock clock) {
    this.post = post;
    this.ids = ids;
    this.clock = clock;
  }

  /** Tells all devices of all members. */
  void tell(Group group, Account actor, Node change) {
    tell(group, actor, change, group.members());
  }

  /** Tells all devices of these accounts. */
  void tell(Group group, Account actor, Node change, Collection<Account> readers) {
    NodeBuilder notification =
        Node.builder("notification")
            .attribute("from", group.jid())
            .attribute("id", ids.next())
            .attribute("type", "w:gp2")
            .attribute("t", clock.instant().getEpochSecond())
            .attribute("notify", actor.name())
            .attribute("addressing_mode", group.mode());
    GroupNodes.address(notification, "participant", actor, group);
    Node stanza = notification.child(change).build();
    Set<Account> once = new LinkedHashSet<>(readers);
    waiting.add(
        () ->
            once.forEach(
                reader -> reader.devices().forEach(device -> post.deliver(device, stanza))));
  }

  /** Sends what waits. */
  void flush() {
    List<Runnable> ready = List.copyOf(waiting);
    waiting.clear();
    ready.forEach(Runnable::run);
  }

  /** Drops what waits. */
  void forget() {
    waiting.clear();
  }
}
