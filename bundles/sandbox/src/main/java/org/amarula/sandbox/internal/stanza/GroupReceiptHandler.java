package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * {@code receipt} for a message in a group or in status: its {@code participant} is the author, who
 * learns the reader's device in the same attribute (spec signal.md 7.5, 11). On the lane.
 */
final class GroupReceiptHandler implements StanzaHandler {
  private static final Set<String> OWN_TYPES = Set.of("sender", "read-self", "played-self");

  private final Directory directory;
  private final Groups groups;
  private final Post post;
  private final Ledger ledger;
  private final Clock clock;

  GroupReceiptHandler(Directory directory, Groups groups, Post post, Ledger ledger, Clock clock) {
    this.directory = directory;
    this.groups = groups;
    this.post = post;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node receipt) {
    Device reader = from.device();
    String type = receipt.attribute("type").orElse("");
    String id = receipt.requireAttribute("id");
    Optional<Jid> author = receipt.jidAttribute("participant");
    boolean retry = type.equals("retry");
    ledger.count(retry ? Tally.RETRIES : Tally.RECEIPTS);
    if (retry) {
      AnswerRules.checkRetry(ledger, reader, receipt);
    } else {
      AnswerRules.check(ledger, reader, receipt, post.answered(reader, "message", id));
      ReceiptHandler.items(receipt).forEach(item -> post.answered(reader, "message", item));
    }
    if (author.isEmpty()) {
      ledger.violation(
          reader.account().phone(),
          reader.id(),
          "receipt-participant",
          "A receipt in a group names the author.");
      return;
    }
    tell(reader, receipt, type, author.get());
  }

  private void tell(Device reader, Node receipt, String type, Jid author) {
    Jid chat = receipt.requireJidAttribute("to");
    Optional<Group> group = groups.find(chat);
    if (chat.isGroup() && group.filter(g -> g.has(reader.account())).isEmpty()) {
      return; // it was removed meanwhile
    }
    String server = group.map(Group::server).orElse(author.server());
    Collection<Device> readers =
        type.equals("retry")
            ? directory.device(author).map(List::of).orElse(List.of())
            : readers(reader, type, author);
    Node told = told(reader, receipt, chat, server);
    readers.stream()
        .filter(device -> device != reader)
        .forEach(device -> post.deliver(device, told));
  }

  private Collection<Device> readers(Device reader, String type, Jid author) {
    if (OWN_TYPES.contains(type)) {
      return reader.account().devices();
    }
    return directory.find(author).map(account -> account.devices()).orElse(List.of());
  }

  private Node told(Device reader, Node receipt, Jid chat, String server) {
    NodeBuilder told =
        Node.builder("receipt")
            .attribute("id", receipt.requireAttribute("id"))
            .attribute("from", chat)
            .attribute("participant", reader.jid(server))
            .attributeIfPresent("type", receipt.attribute("type"))
            .attribute("t", clock.instant().getEpochSecond());
    if (!receipt.children().isEmpty()) {
      told.children(receipt.children());
    }
    return told.build();
  }
}
