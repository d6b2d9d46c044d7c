package org.amarula.sandbox;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupDecrypted;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.SenderKeyDistributionMessage;
import org.amarula.sandbox.internal.devices.ParticipantHash;

/** The sender keys of a scripted companion. */
final class GroupDevice {
  final Companion companion;
  final SignalDevice signal;
  private final GroupCipher cipher =
      new GroupCipher(KeyPairSource.random(Companion.RANDOM), Companion.RANDOM);
  private final Map<String, SenderKeyRecord> theirs = new HashMap<>();
  SenderKeyRecord own = SenderKeyRecord.empty();

  GroupDevice(Companion companion) {
    this.companion = companion;
    this.signal = new SignalDevice(companion);
  }

  Node ask(Object to, String type, Node child) throws Exception {
    NodeBuilder iq =
        Node.builder("iq")
            .attribute("id", companion.id())
            .attribute("type", type)
            .attribute("xmlns", "w:g2")
            .child(child);
    return companion.ask(
        to instanceof Jid jid
            ? iq.attribute("to", jid).build()
            : iq.attribute("to", "g.us").build());
  }

  /** Creates a group and gives its address. */
  Jid create(String subject, Jid... members) throws Exception {
    NodeBuilder create =
        Node.builder("create").attribute("subject", subject).attribute("key", "KEY1");
    for (Jid member : members) {
      create.child(participant(member));
    }
    Node group = ask("g.us", "set", create.build()).requireChild("group");
    return Jid.of(group.requireAttribute("id"), Jid.GROUP);
  }

  static Node participant(Jid jid) {
    return Node.builder("participant").attribute("jid", jid).build();
  }

  Node change(Jid group, String action, Jid... members) throws Exception {
    NodeBuilder change = Node.builder(action);
    for (Jid member : members) {
      change.child(participant(member));
    }
    return ask(group, "set", change.build());
  }

  Node metadata(Jid group) throws Exception {
    Node query = Node.builder("query").attribute("request", "interactive").build();
    return ask(group, "get", query);
  }

  /** All devices of all members, as a client finds them. */
  List<Jid> devices(Jid group) throws Exception {
    List<Jid> devices = new ArrayList<>();
    for (Node member : metadata(group).requireChild("group").children("participant")) {
      devices.addAll(signal.devices(member.requireJidAttribute("jid")));
    }
    return devices;
  }

  Message distribution(Jid chat) throws Exception {
    own = cipher.withOwnKey(own);
    return Message.newBuilder()
        .setSenderKeyDistributionMessage(
            SenderKeyDistributionMessage.newBuilder()
                .setGroupId(chat.toString())
                .setAxolotlSenderKeyDistributionMessage(
                    ByteString.copyFrom(cipher.distribution(own))))
        .build();
  }

  Node skmsg(String text) throws Exception {
    own = cipher.withOwnKey(own);
    Message message = Message.newBuilder().setConversation(text).build();
    GroupEncrypted encrypted = cipher.encrypt(own, MessagePadding.pad(message.toByteArray(), 3));
    own = encrypted.record();
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", "skmsg")
        .bytes(encrypted.bytes())
        .build();
  }

  /** A text with the sender key for these devices. */
  NodeBuilder text(Jid chat, String text, List<Jid> keyed) throws Exception {
    Message key = distribution(chat);
    List<Node> participants = new ArrayList<>();
    for (Jid device : keyed) {
      if (!device.equals(companion.lid) && !device.equals(companion.pn)) {
        participants.add(signal.to(device, key));
      }
    }
    NodeBuilder message =
        Node.builder("message")
            .attribute("id", "3EB0" + companion.id())
            .attribute("to", chat)
            .attribute("type", "text");
    if (!participants.isEmpty()) {
      message
          .child(Node.builder("participants").children(participants).build())
          .child(Companion.content("device-identity", companion.signedIdentity));
    }
    return message.child(skmsg(text));
  }

  /** Sends a text to all devices of a group and gives the ack. */
  Node send(Jid group, String text) throws Exception {
    List<Jid> devices = devices(group);
    return send(
        text(group, text, devices)
            .attribute("phash", ParticipantHash.of(devices))
            .attribute("addressing_mode", devices.get(0).isLid() ? "lid" : "pn")
            .build());
  }

  Node send(Node message) throws Exception {
    companion.connection.send(message);
    String id = message.requireAttribute("id");
    return companion.connection.expect(node -> node.is("ack") && node.hasAttribute("id", id));
  }

  /** The next message, read: keys are taken up. */
  String read() throws Exception {
    return read(companion.connection.expect("message"));
  }

  String read(Node stanza) throws Exception {
    Jid chat = stanza.requireJidAttribute("from");
    Jid author = stanza.jidAttribute("participant").orElse(chat);
    String text = "";
    for (Node enc : stanza.children("enc")) {
      Message message =
          enc.hasAttribute("type", "skmsg") ? common(author, enc) : signal.read(author, enc);
      if (message.hasSenderKeyDistributionMessage()) {
        learn(author, message.getSenderKeyDistributionMessage());
      }
      text += message.getConversation();
    }
    return text;
  }

  private void learn(Jid author, SenderKeyDistributionMessage key) throws Exception {
    SenderKeyRecord record = theirs.getOrDefault(author.toString(), SenderKeyRecord.empty());
    theirs.put(
        author.toString(),
        cipher.processDistribution(
            record, key.getAxolotlSenderKeyDistributionMessage().toByteArray()));
  }

  private Message common(Jid author, Node enc) throws Exception {
    SenderKeyRecord record = theirs.getOrDefault(author.toString(), SenderKeyRecord.empty());
    GroupDecrypted decrypted = cipher.decrypt(record, enc.requireBytes());
    theirs.put(author.toString(), decrypted.record());
    return Message.parseFrom(MessagePadding.unpad(decrypted.plaintext()));
  }

  /** The next notification about a group. */
  Node notice(String change) throws Exception {
    Node notice =
        companion.connection.expect(
            node ->
                node.is("notification")
                    && node.hasAttribute("type", "w:gp2")
                    && node.child(change).isPresent());
    companion.ack(notice);
    return notice;
  }
}
