package org.amarula.sandbox.internal.profile;

import java.time.Clock;
import java.util.Collection;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.wire.Ids;

/** Tells own devices and others about changes of a profile (spec features.md 9). On the lane. */
public final class ProfileNotices {
  private final Post post;
  private final Ids ids;
  private final Clock clock;

  /** Sends through this post. */
  public ProfileNotices(Post post, Ids ids, Clock clock) {
    this.post = post;
    this.ids = ids;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** Tells the other devices of the account, with a notification of type account_sync. */
  void own(Device actor, Node change) {
    Account account = actor.account();
    Node notice = notification(account.jid(Jid.PN), "account_sync").child(change).build();
    account.devices().stream()
        .filter(device -> device != actor)
        .forEach(device -> post.deliver(device, notice));
  }

  /** Tells all devices of other accounts. */
  void others(Jid from, String type, Node change, Collection<Account> readers) {
    Node notice = notification(from, type).child(change).build();
    readers.forEach(reader -> reader.devices().forEach(device -> post.deliver(device, notice)));
  }

  /** Tells the devices of an account in a notification that the caller completes. */
  void complete(Account reader, Node notice) {
    reader.devices().forEach(device -> post.deliver(device, notice));
  }

  NodeBuilder notification(Jid from, String type) {
    return Node.builder("notification")
        .attribute("from", from)
        .attribute("id", ids.next())
        .attribute("type", type)
        .attribute("t", clock.instant().getEpochSecond());
  }
}
