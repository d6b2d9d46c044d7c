package org.amarula.sandbox.internal.phone;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.phone.PhoneContent;

/** What a phone sends, and sends again when asked (spec signal.md 5.3, 5.4, 7.6). On the lane. */
final class PhoneOutbox {
  private static final int RESENDS = 5;

  private final Phone phone;
  private final Sealer sealer;
  private final PhoneGroups groups;
  private final PhoneNetwork network;
  private final SecureRandom random;
  private final Clock clock;
  private final Archive archive;
  private final Composer composer;
  private final Map<String, Sent> sent = new HashMap<>();
  private final Map<String, Integer> resends = new HashMap<>();

  PhoneOutbox(
      Phone phone,
      Sealer sealer,
      PhoneGroups groups,
      PhoneTools tools,
      Archive archive,
      Composer composer) {
    this.composer = composer;
    this.phone = phone;
    this.sealer = sealer;
    this.groups = groups;
    this.archive = archive;
    this.network = tools.network();
    this.random = tools.random();
    this.clock = tools.clock();
  }

  /**
   * Sends to all devices of another account, and to the companions of this one.
   *
   * @param leaving is told the id once the message is written, before it leaves
   */
  void send(Account to, PhoneContent content, Consumer<String> leaving) {
    String id = newId();
    Jid chat = to.jid(Jid.LID);
    Sent message = new Sent(chat, composer.write(content, Jid.LID));
    leaving.accept(id);
    keep(id, message);
    List<Node> participants = new ArrayList<>();
    for (Device device : readers(to)) {
      sealer
          .enc(device, contentFor(device, message))
          .map(message.draft::markEnc)
          .ifPresent(enc -> participants.add(addressed(device.jid(Jid.LID), enc)));
    }
    NodeBuilder stanza = Node.builder("message").attribute("id", id).attribute("to", chat);
    network.message(
        phone,
        message
            .draft
            .mark(stanza)
            .attribute("peer_recipient_pn", to.jid(Jid.PN))
            .child(Node.builder("participants").children(participants).build())
            .build());
  }

  private void keep(String id, Sent message) {
    sent.put(id, message);
    if (message.draft.shows()) {
      Jid author = phone.account().jid(Jid.LID);
      archive.add(
          new Archive.Entry(message.chat, id, true, author, clock.instant(), message.content()));
    }
  }

  private static Node addressed(Jid jid, NodeBuilder enc) {
    return Node.builder("to").attribute("jid", jid).child(enc.build()).build();
  }

  private List<Device> readers(Account to) {
    List<Device> readers = new ArrayList<>(to.devices());
    if (to != phone.account()) {
      readers.addAll(phone.account().devices());
    }
    readers.remove(phone.device());
    return readers;
  }

  private Message contentFor(Device device, Sent message) {
    boolean own = device.account() == phone.account();
    return own
        ? Contents.deviceSent(message.chat.toString(), message.content())
        : message.content();
  }

  /** Sends to a group, with the sender key for the devices that lack it. */
  void send(Group group, PhoneContent content, Consumer<String> leaving) {
    String id = newId();
    NodeBuilder stanza =
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", group.jid())
            .attribute("phash", group.hash())
            .attribute("addressing_mode", group.mode());
    Sent message = new Sent(group.jid(), composer.write(content, group.server()));
    leaving.accept(id);
    send(stanza, id, message, group.server(), group.devices());
  }

  /** Posts to the status of this account, for all its contacts. */
  void status(PhoneContent content, Consumer<String> leaving) {
    String id = newId();
    Set<Device> audience = new LinkedHashSet<>(phone.account().devices());
    phone.account().contacts().forEach(contact -> audience.addAll(contact.devices()));
    NodeBuilder stanza = Node.builder("message").attribute("id", id).attribute("to", Jid.STATUS);
    Sent message = new Sent(Jid.STATUS, composer.write(content, Jid.LID));
    leaving.accept(id);
    send(stanza, id, message, Jid.LID, audience);
  }

  private void send(
      NodeBuilder stanza, String id, Sent message, String server, Collection<Device> devices) {
    Jid chat = message.chat;
    keep(id, message);
    try {
      Message key = groups.distribution(chat); // before the message that it opens
      byte[] common = groups.encrypt(chat, message.content());
      List<Node> participants = distribute(key, chat, server, devices);
      if (!participants.isEmpty()) {
        stanza.child(Node.builder("participants").children(participants).build());
      }
      NodeBuilder enc =
          Node.builder("enc").attribute("v", "2").attribute("type", "skmsg").bytes(common);
      Node marked = message.draft.markEnc(enc).build();
      network.message(phone, message.draft.mark(stanza).child(marked).build());
    } catch (NoSenderKeyException e) {
      throw new IllegalStateException("A fresh sender key cannot encrypt.", e);
    }
  }

  private List<Node> distribute(Message key, Jid chat, String server, Collection<Device> devices) {
    List<Node> participants = new ArrayList<>();
    for (Device device : devices) {
      if (device != phone.device() && groups.holders(chat).add(device)) {
        Optional<NodeBuilder> enc = sealer.enc(device, key);
        if (enc.isEmpty()) {
          groups.holders(chat).remove(device);
        } else {
          participants.add(addressed(device.jid(server), enc.get()));
        }
      }
    }
    return participants;
  }

  /** Answers a retry receipt: the same message again, for the one device that asks. */
  void resend(Device requester, Node receipt) {
    String id = receipt.requireAttribute("id");
    Sent message = sent.get(id);
    if (message == null || resends.merge(id + requester.name(), 1, Integer::sum) > RESENDS) {
      return;
    }
    sealer
        .again(requester, receipt, again(requester, message))
        .ifPresent(enc -> resend(receipt, message, id, enc));
  }

  private Message again(Device requester, Sent message) {
    if (!message.isForMany()) {
      return contentFor(requester, message);
    }
    try {
      groups.holders(message.chat).remove(requester);
      return groups.distribution(message.chat).toBuilder().mergeFrom(message.content()).build();
    } catch (NoSenderKeyException e) {
      throw new IllegalStateException("A fresh sender key cannot be told.", e);
    }
  }

  private void resend(Node receipt, Sent message, String id, NodeBuilder enc) {
    Node retry = receipt.requireChild("retry");
    NodeBuilder stanza =
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", receipt.requireJidAttribute("from"))
            .attributeIfPresent("participant", receipt.jidAttribute("participant"))
            .attributeIfPresent("recipient", receipt.jidAttribute("recipient"))
            .attributeIfPresent("t", retry.attribute("t"));
    if (!message.isForMany()) {
      stanza.attribute("device_fanout", "false");
    }
    NodeBuilder marked =
        message.draft.markEnc(enc.attributeIfPresent("count", retry.attribute("count")));
    network.message(phone, message.draft.mark(stanza).child(marked.build()).build());
  }

  String newId() {
    byte[] bytes = new byte[9];
    random.nextBytes(bytes);
    return "3EB0" + HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
  }

  private record Sent(Jid chat, Draft draft) {
    Message content() {
      return draft.content();
    }

    boolean isForMany() {
      return chat.isGroup() || chat.isBroadcast();
    }
  }
}
