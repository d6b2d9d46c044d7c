package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answered;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * {@code receipt}: answers a message and is passed on to who sent it; a retry receipt to that
 * device only (spec signal.md 11, features.md 6.18).
 */
public final class ReceiptHandler implements StanzaHandler {
  private static final Set<String> OWN_TYPES = Set.of("sender", "read-self", "played-self");
  private static final Set<String> KEPT_TYPES = Set.of("peer_msg", "hist_sync");

  private final Directory directory;
  private final Post post;
  private final Ledger ledger;
  private final Clock clock;
  private final StanzaHandler inGroups;

  /** Passes receipts on between the devices of this directory. */
  public ReceiptHandler(Directory directory, Groups groups, Post post, Ledger ledger, Clock clock) {
    this.directory = directory;
    this.post = post;
    this.ledger = ledger;
    this.clock = clock;
    this.inGroups = new GroupReceiptHandler(directory, groups, post, ledger, clock);
  }

  @Override
  public void handle(Party from, Node receipt) {
    String type = receipt.attribute("type").orElse("");
    String id = receipt.requireAttribute("id");
    Jid to = receipt.requireJidAttribute("to");
    if (to.isGroup() || to.isBroadcast()) {
      inGroups.handle(from, receipt);
      return;
    }
    if (type.equals("retry")) {
      ledger.count(Tally.RETRIES);
      AnswerRules.checkRetry(ledger, from.device(), receipt);
      // The message itself stays until it is acknowledged (spec transport.md 6.9).
      directory.device(to).ifPresent(device -> pass(from.device(), receipt, device, to));
      return;
    }
    ledger.count(Tally.RECEIPTS);
    AnswerRules.check(ledger, from.device(), receipt, answered(from.device(), type, id));
    items(receipt).forEach(item -> post.answered(from.device(), "message", item));
    if (KEPT_TYPES.contains(type)) {
      ledger.count(type.equals("peer_msg") ? Tally.PEER_RECEIPTS : Tally.HISTORY_RECEIPTS);
    } else {
      readers(from.device(), type, to).stream()
          .filter(device -> device != from.device())
          .forEach(device -> pass(from.device(), receipt, device, to));
    }
  }

  /** The phone's own file is answered by another receipt besides (spec features.md 4.1). */
  private Answered answered(Device reader, String type, String id) {
    return type.equals("hist_sync") || type.equals("server-error")
        ? Answered.AWAITED
        : post.answered(reader, "message", id);
  }

  static List<String> items(Node receipt) {
    return receipt.child("list").map(list -> list.children("item")).orElse(List.of()).stream()
        .map(item -> item.requireAttribute("id"))
        .toList();
  }

  private Collection<Device> readers(Device from, String type, Jid to) {
    if (OWN_TYPES.contains(type)) {
      return from.account().devices();
    }
    if (type.equals("server-error")) { // features.md 2.6: asked of the own phone
      return from.account().device(0).map(List::of).orElse(List.of());
    }
    return directory.find(to).map(Account::devices).orElse(List.of());
  }

  private void pass(Device from, Node receipt, Device reader, Jid to) {
    NodeBuilder passed =
        Node.builder("receipt")
            .attribute("id", receipt.requireAttribute("id"))
            .attribute("from", from.jid(to.server()))
            .attributeIfPresent("type", receipt.attribute("type"))
            .attributeIfPresent("participant", receipt.jidAttribute("participant"))
            .attributeIfPresent("recipient", recipient(from, receipt, reader, to))
            .attributeIfPresent("category", receipt.attribute("category"))
            .attribute("t", clock.instant().getEpochSecond());
    if (!receipt.children().isEmpty()) {
      passed.children(receipt.children());
    }
    post.deliver(reader, passed.build());
  }

  /** Own devices learn which chat it is about. */
  private static Optional<Jid> recipient(Device from, Node receipt, Device reader, Jid to) {
    Optional<Jid> named = receipt.jidAttribute("recipient");
    boolean own = reader.account() == from.account();
    boolean foreignChat = !from.account().jid(to.server()).sameUser(to);
    return named.isEmpty() && own && foreignChat ? Optional.of(to.toUser()) : named;
  }
}
