package org.amarula.sandbox.internal.phone;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a phone sends, and sends again when asked (spec signal.md 5.3, 7.6). On the lane. */
final class PhoneOutbox {
  private static final Logger LOG = LoggerFactory.getLogger(PhoneOutbox.class);
  private static final int RESENDS = 5;

  private final Phone phone;
  private final PhoneSessions sessions;
  private final PhoneNetwork network;
  private final SecureRandom random;
  private final Map<String, Sent> sent = new HashMap<>();
  private final Map<String, Integer> resends = new HashMap<>();

  PhoneOutbox(Phone phone, PhoneSessions sessions, PhoneNetwork network, SecureRandom random) {
    this.phone = phone;
    this.sessions = sessions;
    this.network = network;
    this.random = random;
  }

  /** Sends a text to all devices of another account, and to the companions of this one. */
  String text(Account to, String text) {
    String id = newId();
    Sent message = new Sent(to, Contents.text(text));
    sent.put(id, message);
    List<Node> participants = new ArrayList<>();
    for (Device device : readers(to)) {
      enc(device, message)
          .ifPresent(
              enc ->
                  participants.add(
                      Node.builder("to")
                          .attribute("jid", device.jid(Jid.LID))
                          .child(enc.build())
                          .build()));
    }
    network.message(
        phone,
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", to.jid(Jid.LID))
            .attribute("type", "text")
            .attribute("peer_recipient_pn", to.jid(Jid.PN))
            .child(Node.builder("participants").children(participants).build())
            .build());
    return id;
  }

  private List<Device> readers(Account to) {
    List<Device> readers = new ArrayList<>(to.devices());
    if (to != phone.account()) {
      readers.addAll(phone.account().devices());
    }
    readers.remove(phone.device());
    return readers;
  }

  /** The ciphertext for one device; a device that cannot be trusted gets none. */
  private Optional<NodeBuilder> enc(Device device, Sent message) {
    if (!PhoneSessions.isGenuine(device)) {
      LOG.warn("{} is not vouched for and gets no message.", device);
      return Optional.empty();
    }
    try {
      if (!sessions.has(device)) {
        sessions.start(device, device.keys());
        network.keysTaken(device);
      }
      return Optional.of(sealed(device, message));
    } catch (SignalException e) {
      LOG.warn("No session with {}: {}", device, e.getMessage());
      return Optional.empty();
    }
  }

  private NodeBuilder sealed(Device device, Sent message) throws SignalException {
    boolean own = device.account() == phone.account();
    Message content =
        own
            ? Contents.deviceSent(message.chat.jid(Jid.LID).toString(), message.content)
            : message.content;
    Encrypted encrypted = sessions.encrypt(device, content.toByteArray());
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", encrypted.type().text())
        .bytes(encrypted.bytes());
  }

  /** Answers a retry receipt: the same message again, for the one device that asks. */
  void resend(Device requester, Node receipt) {
    String id = receipt.requireAttribute("id");
    Sent message = sent.get(id);
    if (message == null || resends.merge(id + requester.id(), 1, Integer::sum) > RESENDS) {
      return;
    }
    try {
      renew(requester, receipt);
      resend(requester, receipt, id, sealed(requester, message));
    } catch (SignalException e) {
      LOG.warn("No session with {}: {}", requester, e.getMessage());
    }
  }

  private void renew(Device requester, Node receipt) throws SignalException {
    Optional<PreKeyBundle> bundle = RetryParts.bundle(receipt);
    if (bundle.isPresent()) {
      sessions.start(requester, bundle.get());
    } else if (!sessions.has(requester)
        || receipt.requireChild("retry").numberAttribute("count").orElse(1) > 1) {
      sessions.start(requester, requester.keys());
      network.keysTaken(requester);
    }
  }

  private void resend(Device requester, Node receipt, String id, NodeBuilder enc) {
    Node retry = receipt.requireChild("retry");
    network.message(
        phone,
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", receipt.requireJidAttribute("from"))
            .attributeIfPresent("recipient", receipt.jidAttribute("recipient"))
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .attributeIfPresent("t", retry.attribute("t"))
            .child(enc.attributeIfPresent("count", retry.attribute("count")).build())
            .build());
  }

  private String newId() {
    byte[] bytes = new byte[9];
    random.nextBytes(bytes);
    return "3EB0" + HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
  }

  private record Sent(Account chat, Message content) {}
}
