package org.amarula.sandbox.internal.iq;

import java.time.Clock;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code usync}: devices, LIDs and whether a number is registered (spec signal.md 6.1). */
public final class UserQuery implements StanzaHandler {
  private final Directory directory;
  private final Clock clock;

  /** Answers from this directory. */
  public UserQuery(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node iq) {
    Node usync = iq.requireChild("usync");
    Node query = usync.requireChild("query");
    NodeBuilder list = Node.builder("list");
    for (Node user : usync.requireChild("list").children("user")) {
      list.child(answer(from.device().account(), user, query));
    }
    NodeBuilder answer =
        Node.builder("usync")
            .attributeIfPresent("sid", usync.attribute("sid"))
            .attribute("index", "0")
            .attribute("last", "true")
            .attribute("mode", usync.attribute("mode").orElse("query"))
            .attribute("context", usync.attribute("context").orElse("message"))
            .child(Node.of("result"))
            .child(list.build());
    from.send(Answers.result(iq, answer.build()));
  }

  private Node answer(Account asking, Node user, Node query) {
    Jid asked = asked(user);
    Optional<Account> account = directory.find(asked);
    NodeBuilder answer =
        Node.builder("user")
            .attribute(
                "jid", account.map(known -> known.jid(asked.server())).orElse(asked.toUser()));
    if (query.child("contact").isPresent()) {
      NodeBuilder contact =
          Node.builder("contact").attribute("type", account.isPresent() ? "in" : "out");
      user.child("contact").flatMap(Node::contentAsString).ifPresent(contact::text);
      answer.child(contact.build());
    }
    if (query.child("devices").isPresent()) {
      answer.child(account.map(known -> devices(known, asked)).orElseGet(UserQuery::noDevices));
    }
    // interop.md, baileys 5: for phone-number queries only
    if (query.child("lid").isPresent() && asked.isPn()) {
      account.ifPresent(
          known -> answer.child(Node.builder("lid").attribute("val", known.jid(Jid.LID)).build()));
    }
    account.ifPresent(known -> UserFacts.add(query, known, asking, answer));
    return answer.build();
  }

  private static Jid asked(Node user) {
    Optional<Jid> jid = user.jidAttribute("jid");
    if (jid.isPresent()) {
      return jid.get();
    }
    String number =
        user.requireChild("contact").contentAsString().orElse("").replaceAll("[^0-9]", "");
    return Jid.of(number.isEmpty() ? "0" : number, Jid.PN);
  }

  private Node devices(Account account, Jid asked) {
    NodeBuilder list =
        Node.builder("device-list")
            .attribute(
                "hash",
                ParticipantHash.of(
                    account.devices().stream().map(d -> d.jid(asked.server())).toList()));
    for (Device device : account.devices()) {
      list.child(
          Node.builder("device")
              .attribute("id", device.id())
              .attribute("key-index", device.isPhone() ? null : device.keyIndex() + "")
              .build());
    }
    Node indexes =
        Node.builder("key-index-list")
            .attribute("ts", clock.instant().getEpochSecond())
            .bytes(account.keyIndexList(clock.instant()))
            .build();
    return Node.builder("devices").child(list.build()).child(indexes).build();
  }

  private static Node noDevices() {
    return Node.builder("devices")
        .child(
            Node.builder("error")
                .attribute("code", 404)
                .attribute("text", "item-not-found")
                .build())
        .build();
  }
}
