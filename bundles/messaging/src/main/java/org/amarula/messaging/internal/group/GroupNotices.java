package org.amarula.messaging.internal.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.ProtocolException;
import org.amarula.api.event.Event;
import org.amarula.api.event.GroupChanged;
import org.amarula.api.event.GroupCreated;
import org.amarula.api.event.GroupLeft;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.GroupParticipantsChanged.Change;
import org.amarula.api.event.GroupSubjectChanged;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.AlternateAddress;

/**
 * Applies notifications of type {@code w:gp2}, spec/features.md 1.10: the cached metadata is
 * forgotten before the consumers are told, so that the next message goes by what is true now; the
 * sender key is renewed then, when the message finds that a holder is gone. Thread-safe.
 */
public final class GroupNotices {
  private final GroupDirectory directory;
  private final GroupKeys keys;
  private final AddressBook book;
  private final EventSink events;

  /** Notices for these consumers. */
  public GroupNotices(
      GroupDirectory directory, GroupKeys keys, AddressBook book, EventSink events) {
    this.directory = directory;
    this.keys = keys;
    this.book = book;
    this.events = events;
  }

  /** Applies one notification; completes when its effect is on disk. */
  public CompletionStage<Void> apply(Link link, Node notification) {
    Optional<Jid> from = notification.jidAttribute("from").filter(Jid::isGroup);
    if (from.isEmpty()) {
      return Stages.done();
    }
    Jid group = from.get();
    Jid by =
        notification
            .jidAttribute("participant")
            .filter(Accounts::isPerson)
            .map(Accounts::of)
            .orElse(group);
    List<Event> told = new ArrayList<>();
    boolean gone = false;
    Map<Jid, Jid> pairs = new HashMap<>();
    AlternateAddress.of(notification, "participant", by).ifPresent(pn -> pairs.put(by, pn));
    for (Node child : notification.children()) {
      pairs.putAll(GroupNodes.pairs(child));
      child.child("group").ifPresent(node -> pairs.putAll(GroupNodes.pairs(node)));
      List<Event> found = events(link, group, by, child);
      gone |= found.stream().anyMatch(GroupLeft.class::isInstance);
      told.addAll(found);
    }
    return (gone ? keys.left(link, group) : forget(group, notification))
        .thenCompose(none -> book.learn(pairs))
        .thenAccept(none -> told.forEach(events::deliver));
  }

  private CompletionStage<Void> forget(Jid group, Node notification) {
    List<Node> changes = notification.children();
    boolean fresh = !changes.isEmpty() && changes.stream().allMatch(child -> child.is("create"));
    return fresh ? directory.forgetFormer(group) : directory.forget(group);
  }

  private static List<Event> events(Link link, Jid group, Jid by, Node child) {
    List<Jid> named =
        child.children("participant").stream()
            .flatMap(participant -> GroupNodes.account(participant).stream())
            .toList();
    switch (child.tag()) {
      case "create":
        return List.of(created(group, by, child));
      case "add":
        return participants(group, Change.ADDED, named, by);
      case "remove":
      case "leave":
        boolean left = child.is("leave") || named.equals(List.of(by));
        List<Jid> gone = named.isEmpty() ? List.of(by) : named;
        List<Event> events =
            new ArrayList<>(participants(group, left ? Change.LEFT : Change.REMOVED, gone, by));
        if (gone.stream().anyMatch(link.own()::isOwn)) {
          events.add(new GroupLeft(group, by));
        }
        return events;
      case "delete":
        return List.of(new GroupLeft(group, group));
      case "promote":
        return participants(group, Change.PROMOTED, named, by);
      case "demote":
        return participants(group, Change.DEMOTED, named, by);
      case "subject":
        String subject = child.attribute("subject").orElse("");
        return List.of(
            new GroupSubjectChanged(group, subject, GroupNodes.instant(child, "s_t"), by));
      default:
        return List.of(new GroupChanged(group, child.tag(), by));
    }
  }

  private static List<Event> participants(Jid group, Change change, List<Jid> who, Jid by) {
    return who.isEmpty()
        ? List.of()
        : List.of(new GroupParticipantsChanged(group, change, who, by));
  }

  private static Event created(Jid group, Jid by, Node child) {
    try {
      return child
          .child("group")
          .map(node -> (Event) new GroupCreated(group, GroupNodes.metadata(node), by))
          .orElseGet(() -> new GroupChanged(group, "create", by));
    } catch (ProtocolException e) {
      return new GroupChanged(group, "create", by);
    }
  }
}
