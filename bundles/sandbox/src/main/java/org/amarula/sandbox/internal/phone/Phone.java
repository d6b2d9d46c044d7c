package org.amarula.sandbox.internal.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.DuplicateMessageException;
import org.amarula.crypto.signal.NoSenderKeyException;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.syncd.AppStateJudge;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One simulated phone: device 0 of its account. Confined to the lane. */
final class Phone implements Party {
  private static final Logger LOG = LoggerFactory.getLogger(Phone.class);

  private final Account account;
  private final PhoneKeys keys;
  private final PhoneSessions sessions;
  private final PhoneGroups groups;
  private final Inbox inbox;
  private final PhoneOutbox outbox;
  private final Archive archive = new Archive();
  private final AppStateJudge judge;
  private final PeerDesk peers;
  private final PhoneHand hand;
  private final MediaRetry mediaRetry;
  private final PhoneNetwork network;
  private final Directory directory;
  private final Clock clock;
  private final Map<String, Integer> retries = new HashMap<>();

  Phone(Account account, Directory directory, PhoneTools tools, List<PhoneListener> listeners) {
    SecureRandom random = tools.random();
    this.account = account;
    this.directory = directory;
    this.network = tools.network();
    this.clock = tools.clock();
    this.keys = new PhoneKeys(account.identity(), random);
    this.sessions = new PhoneSessions(keys, clock, random);
    this.inbox = new Inbox(account.phone(), tools.ledger(), listeners);
    this.groups = new PhoneGroups(random);
    Sealer sealer = new Sealer(sessions, network);
    Composer composer = new Composer(directory, archive, tools);
    this.outbox = new PhoneOutbox(this, sealer, groups, tools, archive, composer);
    this.judge = new AppStateJudge(random);
    History history = new History(account, archive, directory);
    this.peers = new PeerDesk(this, sealer, history, archive, judge, tools);
    this.mediaRetry = new MediaRetry(this, archive, peers::told, tools);
    this.hand = new PhoneHand(this, archive, tools);
  }

  PhoneKeys keys() {
    return keys;
  }

  Inbox inbox() {
    return inbox;
  }

  PhoneOutbox outbox() {
    return outbox;
  }

  Account account() {
    return account;
  }

  AppStateJudge judge() {
    return judge;
  }

  PeerDesk peers() {
    return peers;
  }

  PhoneHand hand() {
    return hand;
  }

  @Override
  public Device device() {
    return account.device(0).orElseThrow();
  }

  /** What the server answers: acks. */
  @Override
  public void send(Node node) {
    if (node.attribute("error").isPresent()) {
      LOG.warn("The server refused a message of a phone: {}", node);
    }
  }

  @Override
  public void end(Node last) {
    throw new UnsupportedOperationException("A phone has no connection to end.");
  }

  /** A stanza arrived. */
  void receive(Node stanza) {
    switch (stanza.tag()) {
      case "message":
        message(stanza);
        break;
      case "chatstate":
        inbox.add(Sightings.chatState(stanza, clock.instant()));
        break;
      case "receipt":
        network.acknowledge(this, stanza);
        receipt(stanza);
        break;
      default:
        network.acknowledge(this, stanza);
        notification(stanza);
        break;
    }
  }

  private void receipt(Node stanza) {
    Optional<Device> sender = directory.device(author(stanza));
    if (stanza.hasAttribute("type", "retry")) {
      sender.ifPresent(asking -> outbox.resend(asking, stanza));
    } else if (stanza.hasAttribute("type", "server-error")) {
      sender
          .filter(asking -> asking.account() == account)
          .ifPresent(asking -> network.tell(asking, mediaRetry.answer(stanza)));
    } else {
      inbox.add(Sightings.receipt(stanza, clock.instant()));
    }
  }

  /** Spec signal.md 4: whoever is gone must not read on. */
  private void notification(Node stanza) {
    if (stanza.hasAttribute("type", "w:gp2")) {
      if (stanza.child("remove").isPresent() || stanza.child("leave").isPresent()) {
        groups.rotate(stanza.requireJidAttribute("from"));
      }
    } else if (stanza.child("remove").isPresent()) {
      groups.rotateAll();
    }
  }

  static Jid author(Node stanza) {
    return stanza.jidAttribute("participant").orElseGet(() -> stanza.requireJidAttribute("from"));
  }

  private void message(Node stanza) {
    Optional<Device> sender = directory.device(author(stanza));
    List<Node> encs = stanza.children("enc");
    if (sender.isEmpty() || encs.isEmpty()) {
      network.acknowledge(this, stanza); // its device is gone meanwhile
      return;
    }
    try {
      for (Node enc : encs) {
        take(stanza, sender.get(), enc);
      }
      network.receipt(this, receipt(stanza, sender.get()).build());
    } catch (DuplicateMessageException e) {
      network.receipt(this, receipt(stanza, sender.get()).build()); // signal.md 7.5
    } catch (SignalException e) {
      String error = e.getClass().getSimpleName().replace("Exception", "");
      inbox.add(entry(stanza, sender.get(), Meaning.UNREADABLE, error));
      askAgain(stanza, e);
    } catch (InvalidProtocolBufferException e) {
      inbox.add(entry(stanza, sender.get(), Meaning.UNREADABLE, "InvalidProtobuf"));
      network.acknowledge(this, stanza);
    }
  }

  private void take(Node stanza, Device sender, Node enc)
      throws SignalException, InvalidProtocolBufferException {
    Jid chat = stanza.requireJidAttribute("from");
    boolean common = enc.hasAttribute("type", "skmsg");
    byte[] content =
        common ? groups.decrypt(chat, sender, enc.requireBytes()) : sessions.decrypt(sender, enc);
    Message message = Contents.parse(content);
    if (!common && message.hasSenderKeyDistributionMessage()) {
      groups.learn(chat, sender, message);
      if (Contents.isOnlyKey(message)) {
        return;
      }
    }
    boolean own = sender.account() == account;
    if (own && stanza.hasAttribute("category", "peer") && message.hasProtocolMessage()) {
      peers.answer(sender, stanza.requireAttribute("id"), message.getProtocolMessage());
    }
    inbox.add(read(stanza, sender, message));
  }

  private ReceivedMessage read(Node stanza, Device sender, Message content) {
    Message message = content;
    boolean own = sender.account() == account;
    if (message.hasDeviceSentMessage()) {
      if (!own) {
        return entry(stanza, sender, Meaning.UNREADABLE, "ForeignDeviceSent"); // signal.md 7.3
      }
      message = message.getDeviceSentMessage().getMessage();
    }
    Meaning meaning = Meaning.of(message);
    ReceivedMessage read = entry(stanza, sender, meaning, "");
    if (!stanza.hasAttribute("category", "peer") && !Meaning.CHANGES.contains(meaning.kind())) {
      Jid chat = Jid.parse(read.chat());
      Jid author = author(stanza).toUser();
      archive.add(new Archive.Entry(chat, read.id(), read.fromMe(), author, read.at(), message));
    }
    return read;
  }

  private ReceivedMessage entry(Node stanza, Device sender, Meaning meaning, String error) {
    Jid from = stanza.requireJidAttribute("from");
    String chat = stanza.jidAttribute("recipient").orElse(from.toUser()).toString();
    return new ReceivedMessage(
        stanza.requireAttribute("id"),
        chat,
        author(stanza).toString(),
        sender.account() == account,
        meaning.text(),
        meaning.kind(),
        meaning.target(),
        meaning.mentions(),
        error,
        clock.instant());
  }

  private NodeBuilder receipt(Node stanza, Device sender) {
    NodeBuilder receipt =
        Node.builder("receipt")
            .attribute("id", stanza.requireAttribute("id"))
            .attribute("to", stanza.requireJidAttribute("from"))
            .attributeIfPresent("participant", stanza.jidAttribute("participant"))
            .attributeIfPresent("recipient", stanza.jidAttribute("recipient"));
    if (stanza.hasAttribute("category", "peer")) {
      receipt.attribute("type", "peer_msg");
    } else if (sender.account() == account) {
      receipt.attribute("type", "sender");
    }
    return receipt;
  }

  /** The retry receipt of spec signal.md 7.6, at most four for one message of one device. */
  private void askAgain(Node stanza, SignalException failure) {
    String id = stanza.requireAttribute("id");
    String key = id + " " + author(stanza);
    int count = retries.merge(key, 1, Integer::sum);
    if (count <= 4) {
      boolean withKeys =
          count > 1
              || failure instanceof NoSessionException
              || failure instanceof NoSenderKeyException;
      List<Node> parts =
          RetryParts.of(keys, id, count, stanza.requireAttribute("t"), failure, withKeys);
      network.receipt(
          this,
          Node.builder("receipt")
              .attribute("id", id)
              .attribute("type", "retry")
              .attribute("to", stanza.requireJidAttribute("from"))
              .attributeIfPresent("participant", stanza.jidAttribute("participant"))
              .attributeIfPresent("recipient", stanza.jidAttribute("recipient"))
              .attributeIfPresent("category", stanza.attribute("category"))
              .children(parts)
              .build());
    }
    network.acknowledge(this, stanza);
  }
}
