package org.amarula.messaging.internal.model;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageKey;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.Endpoint;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredSentMessage;
import org.amarula.proto.message.Message;

/** Sees what the server sees and what the consumers see, and says what must not be. */
final class Judge {
  private final World world;
  private final Wire wire = new Wire(this);
  private final List<String> violations = new ArrayList<>();
  private final List<ModelSend> sends = new ArrayList<>();
  private final Map<String, Accepted> accepted = new LinkedHashMap<>();
  private final Map<String, Accepted> byText = new HashMap<>();
  private final Map<String, MessageKey> read = new HashMap<>(); // by device and id
  private final Set<String> reported = new HashSet<>(); // by device and id
  private final Set<String> settled = new HashSet<>(); // ids
  private final Map<String, Integer> damaged = new HashMap<>(); // by device and id

  Judge(World world) {
    this.world = world;
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      world.note("!! " + otherwise);
      violations.add(otherwise);
    }
  }

  List<String> violations() {
    return violations;
  }

  Wire wire() {
    return wire;
  }

  void sent(ModelSend send) {
    sends.add(send);
  }

  void damaged(Jid device, String id) {
    damaged.merge(device(device) + "/" + id, 1, Integer::sum);
  }

  /** The server took a message, or refused it. */
  void taken(ModelDevice from, Node message, Node ack) {
    wire.message(from, message);
    if (message.hasAttribute("category", "peer") || ack.attribute("error").isPresent()) {
      return;
    }
    String id = message.requireAttribute("id");
    Accepted before = accepted.get(id);
    if (before != null) {
      require(before.author() == from, from + " sent the id " + id + " of another");
      boolean asked =
          message.children("enc").stream().anyMatch(enc -> enc.attribute("count").isPresent());
      world.figures().count(asked ? Figures.Of.RESENT : Figures.Of.DURABLE_REPEATS);
      return;
    }
    Jid to = message.requireJidAttribute("to");
    Optional<String> text = sentText(from, id);
    require(text.isPresent(), id + " left before what it says was on disk");
    Jid chat = to.isGroup() ? to : account(to);
    Accepted made = new Accepted(id, from, chat, text.orElse("?"), readers(from, to));
    world.note("server took " + made);
    if (!to.isGroup()) {
      Set<ModelDevice> named = new HashSet<>();
      message
          .requireChild("participants")
          .children("to")
          .forEach(one -> named.add(device(one.requireJidAttribute("jid"))));
      require(named.equals(made.readers()), made + " names " + named);
    }
    accepted.put(id, made);
    require(byText.put(made.text(), made) == null, made + " was sent under two ids");
    world.figures().count(to.isGroup() ? Figures.Of.GROUP_MESSAGES : Figures.Of.MESSAGES);
    world.figures().add(Figures.Of.DELIVERIES, made.readers().size());
  }

  private Set<ModelDevice> readers(ModelDevice from, Jid to) {
    Set<ModelDevice> readers = new LinkedHashSet<>();
    List<Endpoint> all = new ArrayList<>();
    if (to.isGroup()) {
      all.addAll(world.server().groups().devices(to));
    } else {
      all.addAll(world.server().devices(to));
      all.addAll(world.server().devices(from.pn()));
    }
    all.forEach(one -> readers.add((ModelDevice) one));
    readers.remove(from);
    return readers;
  }

  // 10.2: the plaintext is on disk before its stanza is written
  private static Optional<String> sentText(ModelDevice from, String id) {
    return from.disk().scan(Tables.SENT, "", "", 10_000).entrySet().stream()
        .filter(row -> row.getKey().endsWith("/" + id))
        .map(
            row -> {
              try {
                StoredSentMessage sent = StoredSentMessage.parseFrom(row.getValue().toArray());
                return Message.parseFrom(sent.getMessage()).getConversation();
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .findFirst();
  }

  /** A consumer was shown a message. */
  void read(ModelDevice reader, MessageReceived message) {
    world.figures().count(Figures.Of.READINGS);
    Accepted sent = accepted.get(message.id());
    if (sent == null) {
      require(false, reader + " read " + message.id() + ", which was never sent");
      return;
    }
    String text = message.content() instanceof Text content ? content.text() : "?";
    require(text.equals(sent.text()), reader + " read " + text + " instead of " + sent);
    Jid author = account(message.author());
    require(author.equals(sent.author().account()), reader + " read " + sent + " as of " + author);
    boolean own = sent.author().account().equals(reader.account());
    require(own == message.fromMe(), reader + " read " + sent + " as fromMe=" + message.fromMe());
    Jid chat = own || sent.chat().isGroup() ? sent.chat() : sent.author().account();
    require(chat.equals(account(message.chat())), reader + " read " + sent + " in another chat");
    MessageKey key = MessageKey.of(message);
    MessageKey before = read.putIfAbsent(reader + "/" + message.id(), key);
    if (before != null) {
      world.figures().count(Figures.Of.REDELIVERED);
      boolean flagged = message.redelivered() && world.planted() != Planted.NO_FLAG;
      require(flagged, reader + " read " + sent + " again without a word");
      require(before.equals(key), reader + " read " + sent + " again under another key");
    }
  }

  /** A sender was told that the server has answered a durable message. */
  void settled(ModelDevice sender, OutboxSettled event) {
    require(event.result() instanceof SendResult.Accepted, sender + " hears " + event);
    Accepted taken = accepted.get(event.id());
    require(taken != null && taken.author() == sender, sender + " hears " + event + " too early");
    settled.add(event.id());
  }

  /** A consumer was told of a message that could not be read. */
  void unreadable(ModelDevice reader, MessageUnreadable event) {
    world.note(reader + " cannot read " + event.id() + ": " + event.reason());
    world.figures().count(Figures.Of.UNREADABLE);
    reported.add(reader + "/" + event.id());
  }

  /** After the storm: every message was read or reported, and every send ended truthfully. */
  void settle() {
    for (Accepted message : accepted.values()) {
      for (ModelDevice reader : message.readers()) {
        settle(message, reader);
      }
    }
    for (ModelSend send : sends) {
      Optional<Accepted> taken =
          Optional.ofNullable(byText.get(send.text()))
              .filter(message -> message.author() == send.device());
      if (send.isStored() && send.waits().getAsBoolean()) { // a process that dies tells nobody
        require(
            taken.filter(message -> settled.contains(message.id())).isPresent(),
            send + " is not told to be settled");
      }
      send.lie(taken).ifPresent(lie -> require(false, send + " " + lie));
      world.figures().count(send.kind());
    }
    sends.clear();
  }

  private void settle(Accepted message, ModelDevice reader) {
    String name = reader + "/" + message.id();
    if (read.containsKey(name)) {
      return;
    }
    if (!reported.contains(name)) {
      world.figures().count(Figures.Of.LOST);
      require(false, message + " is lost for " + reader);
      return;
    }
    world.figures().count(Figures.Of.UNREADABLE_REPORTED);
    int times = damaged.getOrDefault(name, 0);
    require(
        times > ModelDevice.RETRIES, message + " stays unreadable for " + reader + ", " + times);
  }

  private ModelDevice device(Jid jid) {
    return world.devices().stream()
        .filter(one -> one.account().equals(account(jid)) && one.pn().device() == jid.device())
        .findFirst()
        .orElseThrow();
  }

  /** The one name of an account that this model uses: its number, or a group's own name. */
  static Jid account(Jid jid) {
    if (jid.isGroup()) {
      return jid;
    }
    return jid.isLid() ? Jid.of(jid.user().substring(1), Jid.PN) : Jid.of(jid.user(), Jid.PN);
  }
}
