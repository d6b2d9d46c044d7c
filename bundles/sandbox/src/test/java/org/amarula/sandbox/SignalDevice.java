package org.amarula.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.keys.BigEndian;

/** The Signal side of a scripted companion. */
final class SignalDevice {
  private final Companion companion;
  private final SessionCipher cipher;
  private final Map<String, SessionRecord> records = new HashMap<>();

  SignalDevice(Companion companion) {
    this.companion = companion;
    LocalIdentity local = new LocalIdentity(companion.identity, companion.registrationId);
    this.cipher =
        new SessionCipher(local, KeyPairSource.random(Companion.RANDOM), Clock.systemUTC());
  }

  /** The devices of a user, as usync tells them. */
  List<Jid> devices(Jid user) throws Exception {
    Node query = Node.builder("query").child(Node.of("devices")).child(Node.of("lid")).build();
    Node list =
        Node.builder("list").child(Node.builder("user").attribute("jid", user).build()).build();
    Node usync =
        Node.builder("usync")
            .attribute("sid", companion.id())
            .attribute("mode", "query")
            .child(query)
            .child(list)
            .build();
    Node answer =
        companion
            .ask("get", "usync", usync)
            .requireChild("usync")
            .requireChild("list")
            .requireChild("user");
    List<Jid> devices = new ArrayList<>();
    for (Node device :
        answer.requireChild("devices").requireChild("device-list").children("device")) {
      devices.add(user.withDevice((int) device.requireNumberAttribute("id")));
    }
    return devices;
  }

  Node fetch(Jid device) throws Exception {
    Node user = Node.builder("user").attribute("jid", device).build();
    return companion
        .ask("get", "encrypt", Node.builder("key").child(user).build())
        .requireChild("list")
        .requireChild("user");
  }

  void startSession(Jid device) throws Exception {
    Node user = fetch(device);
    Node skey = user.requireChild("skey");
    PreKeyBundle bundle =
        new PreKeyBundle(
            BigEndian.toInt(user.requireChild("registration").requireBytes()),
            key(user.requireChild("identity")),
            BigEndian.toInt(skey.requireChild("id").requireBytes()),
            key(skey.requireChild("value")),
            skey.requireChild("signature").requireBytes());
    Optional<Node> one = user.child("key");
    if (one.isPresent()) {
      bundle =
          bundle.withPreKey(
              BigEndian.toInt(one.get().requireChild("id").requireBytes()),
              key(one.get().requireChild("value")));
    }
    records.put(name(device), cipher.processBundle(SessionRecord.empty(), bundle));
  }

  private static byte[] key(Node node) throws Exception {
    return SignalPublicKey.encode(node.requireBytes());
  }

  private static String name(Jid device) {
    return device.user() + "." + device.device();
  }

  Node enc(Jid device, Message content) throws Exception {
    if (!records.containsKey(name(device))) {
      startSession(device);
    }
    Encrypted encrypted =
        cipher.encrypt(records.get(name(device)), MessagePadding.pad(content.toByteArray(), 7));
    records.put(name(device), encrypted.record());
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", encrypted.type().text())
        .bytes(encrypted.bytes())
        .build();
  }

  Node to(Jid device, Message content) throws Exception {
    return Node.builder("to").attribute("jid", device).child(enc(device, content)).build();
  }

  /** A text to all devices of a user and the phone of the own account, LID addressed. */
  Node text(Jid chat, String text) throws Exception {
    Message message = Message.newBuilder().setConversation(text).build();
    List<Node> participants = new ArrayList<>();
    for (Jid device : devices(chat)) {
      participants.add(to(device, message));
    }
    Message copy =
        Message.newBuilder()
            .setDeviceSentMessage(
                Message.DeviceSentMessage.newBuilder()
                    .setDestinationJid(chat.toString())
                    .setMessage(message))
            .build();
    for (Jid device : devices(companion.lid.toUser())) {
      if (!device.equals(companion.lid)) {
        participants.add(to(device, copy));
      }
    }
    return message(chat, participants).build();
  }

  NodeBuilder message(Jid chat, List<Node> participants) {
    return Node.builder("message")
        .attribute("id", "3EB0" + companion.id())
        .attribute("to", chat)
        .attribute("type", "text")
        .child(Node.builder("participants").children(participants).build())
        .child(Companion.content("device-identity", companion.signedIdentity));
  }

  /** Decrypts the one enc of a message. */
  Message read(Node message) throws Exception {
    return read(message.requireJidAttribute("from"), message.requireChild("enc"));
  }

  /** Decrypts one enc of a device. */
  Message read(Jid from, Node enc) throws Exception {
    SessionRecord record = records.getOrDefault(name(from), SessionRecord.empty());
    byte[] bytes = enc.requireBytes();
    Decrypted decrypted =
        enc.hasAttribute("type", "pkmsg")
            ? cipher.decryptPreKey(record, bytes, lookup())
            : cipher.decrypt(record, bytes);
    records.put(name(from), decrypted.record());
    return Message.parseFrom(MessagePadding.unpad(decrypted.plaintext()));
  }

  private PreKeyLookup lookup() {
    return new PreKeyLookup() {
      @Override
      public Optional<KeyPair> signedPreKey(int id) {
        return Optional.of(companion.signedPreKey);
      }

      @Override
      public Optional<KeyPair> preKey(int id) {
        return Optional.ofNullable(companion.preKeys.get(id));
      }
    };
  }
}
