package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.routing.Post;

/**
 * Rewrites a message for each device (spec signal.md 7.1, 11) and hands it to the post, with the
 * faults that hit on the way. On the lane.
 */
public final class Courier {
  private static final List<String> COPIED = List.of("type", "edit", "category", "push_priority");
  private static final List<String> FORWARDED =
      List.of("device-identity", "meta", "biz", "reporting");

  private final Post post;
  private final FaultBoard faults;
  private final Lane lane;
  private final Clock clock;
  private final Map<Device, List<Node>> held = new HashMap<>();

  /** Hands messages to this post. */
  public Courier(Post post, FaultBoard faults, Lane lane, Clock clock) {
    this.post = post;
    this.faults = faults;
    this.lane = lane;
    this.clock = clock;
  }

  void carry(Device sender, Node message, Fanout fanout, Fanout.Copy copy) {
    if (copy.device().account().profile().blocks(sender.account())) {
      return; // acknowledged to the sender all the same
    }
    hand(
        copy.device(),
        facts(sender, fanout.recipient().phone(), copy.device()),
        corrupt -> stanza(sender, message, fanout, copy, corrupt));
  }

  void carry(Device sender, Node message, GroupFanout fanout, GroupFanout.Copy copy) {
    hand(
        copy.device(),
        facts(sender, fanout.chat().user(), copy.device()),
        corrupt -> stanza(sender, message, fanout, copy, corrupt));
  }

  private static Map<String, String> facts(Device sender, String chat, Device reader) {
    return Map.of(
        "from", sender.account().phone(),
        "to", chat,
        "reader", reader.account().phone(),
        "device", Integer.toString(reader.id()));
  }

  private void hand(Device reader, Map<String, String> facts, Function<Boolean, Node> copies) {
    if (faults.take(FaultType.LOSE_MESSAGE, facts).isPresent()) {
      return;
    }
    Node stanza = copies.apply(faults.take(FaultType.CORRUPT_ENC, facts).isPresent());
    if (faults.take(FaultType.DUPLICATE, facts).isPresent()) {
      post.deliver(reader, stanza);
    }
    if (faults.take(FaultType.REORDER, facts).isPresent()) {
      held.computeIfAbsent(reader, none -> new ArrayList<>()).add(stanza);
      return;
    }
    Optional<Fault> delay = faults.take(FaultType.DELAY, facts);
    if (delay.isPresent()) {
      long millis = Long.parseLong(delay.get().shape("ms", "1000"));
      lane.schedule(Duration.ofMillis(millis), () -> post.deliver(reader, stanza));
    } else {
      post.deliver(reader, stanza);
    }
    List<Node> behind = held.remove(reader);
    if (behind != null) {
      behind.forEach(late -> post.deliver(reader, late));
    }
  }

  /** Spec signal.md 7.1: the author is the participant, and no recipient is named. */
  private Node stanza(
      Device sender, Node message, GroupFanout fanout, GroupFanout.Copy copy, boolean corrupt) {
    NodeBuilder stanza =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", fanout.chat())
            .attribute("participant", sender.jid(fanout.server()))
            .attribute("t", clock.instant().getEpochSecond())
            .attribute("notify", sender.account().name());
    if (!fanout.mode().isEmpty()) {
      stanza.attribute("addressing_mode", fanout.mode());
    }
    COPIED.forEach(key -> stanza.attributeIfPresent(key, message.attribute(key)));
    alternate(stanza, "participant", sender.account(), fanout.server());
    int last = copy.encs().size() - 1;
    for (int i = 0; i <= last; i++) {
      Node enc = copy.encs().get(i);
      stanza.child(corrupt && i == last ? damaged(enc) : enc);
    }
    for (String tag : FORWARDED) {
      message.child(tag).ifPresent(stanza::child);
    }
    return stanza.build();
  }

  private Node stanza(
      Device sender, Node message, Fanout fanout, Fanout.Copy copy, boolean corrupt) {
    Account author = sender.account();
    boolean own = copy.device().account() == author;
    NodeBuilder stanza =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", sender.jid(fanout.server()))
            .attribute("t", clock.instant().getEpochSecond())
            .attribute("notify", author.name());
    COPIED.forEach(key -> stanza.attributeIfPresent(key, message.attribute(key)));
    if (!own) {
      alternate(stanza, "sender", author, fanout.server());
    } else if (!message.hasAttribute("category", "peer")) {
      // interop.md, baileys 8: never sender_lid on own copies
      Account chat = chat(message, fanout);
      stanza.attribute("recipient", chat.jid(fanout.server()));
      alternate(stanza, "peer_recipient", chat, fanout.server());
    }
    stanza.child(corrupt ? damaged(copy.enc()) : copy.enc());
    for (String tag : FORWARDED) {
      message.child(tag).ifPresent(stanza::child);
    }
    return stanza.build();
  }

  /** A resend to an own device names the chat in {@code recipient}; else it is {@code to}. */
  private static Account chat(Node message, Fanout fanout) {
    return message
        .jidAttribute("recipient")
        .filter(jid -> !fanout.recipient().jid(jid.server()).sameUser(jid))
        .flatMap(jid -> fanout.copies().get(0).device().account().contact(jid))
        .orElse(fanout.recipient());
  }

  /** The author's or chat's address of the other kind. */
  private static void alternate(NodeBuilder stanza, String whose, Account account, String server) {
    boolean pn = server.equals(Jid.PN);
    stanza.attribute(whose + (pn ? "_lid" : "_pn"), account.jid(pn ? Jid.LID : Jid.PN));
  }

  private static Node damaged(Node enc) {
    byte[] bytes = enc.requireBytes();
    // Under the MAC in a msg, and of the MAC in a pkmsg, which ends in 5 to 7 bytes of ids.
    bytes[Math.max(0, bytes.length - 9)] ^= 1;
    NodeBuilder copy = Node.builder("enc");
    enc.attributes().forEach(copy::attribute);
    return copy.bytes(bytes).build();
  }
}
