package org.amarula.messaging.internal.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.stanza.Accounts;

/** The query for device lists and LIDs, spec/signal.md 6.1. */
public final class Usync {
  /** Users in one query. */
  public static final int BATCH = 100;

  private static final int MAX_DEVICES = 100;

  private Usync() {}

  /** The query; {@code sid} names it. */
  public static Node query(String sid, Collection<Jid> users) {
    List<Node> list = new ArrayList<>();
    users.forEach(user -> list.add(Node.builder("user").attribute("jid", user).build()));
    Node devices = Node.builder("devices").attribute("version", "2").build();
    Node query = Node.builder("query").child(devices).child(Node.of("lid")).build();
    Node usync =
        Node.builder("usync")
            .attribute("sid", sid)
            .attribute("mode", "query")
            .attribute("last", "true")
            .attribute("index", "0")
            .attribute("context", "message")
            .child(query)
            .child(Node.builder("list").children(list).build())
            .build();
    return Node.builder("iq")
        .attribute("xmlns", "usync")
        .attribute("type", "get")
        .attribute("to", Jid.SERVER)
        .child(usync)
        .build();
  }

  /** What the reply tells of each user that it names; a user with an error has no devices. */
  public static Map<Jid, Answer> read(Node reply) {
    Map<Jid, Answer> answers = new LinkedHashMap<>();
    List<Node> users =
        reply
            .child("usync")
            .flatMap(usync -> usync.child("list"))
            .map(list -> list.children("user"))
            .orElse(List.of());
    for (Node user : users) {
      user.jidAttribute("jid")
          .filter(Accounts::isPerson)
          .ifPresent(jid -> answers.put(jid.toUser(), answer(user)));
    }
    return answers;
  }

  private static Answer answer(Node user) {
    Jid lid =
        user.child("lid")
            .flatMap(node -> node.jidAttribute("val"))
            .filter(Jid::isLid)
            .filter(Accounts::isPerson)
            .map(Jid::toUser)
            .orElse(Answer.NO_LID);
    Optional<Node> devices = user.child("devices").filter(node -> node.child("error").isEmpty());
    Optional<Node> list = devices.flatMap(node -> node.child("device-list"));
    byte[] keyIndexes =
        devices
            .flatMap(node -> node.child("key-index-list"))
            .flatMap(Node::contentAsBytes)
            .orElseGet(() -> new byte[0]);
    String hash = list.flatMap(node -> node.attribute("hash")).orElse("");
    return new Answer(
        list.isPresent(), list.map(Usync::devices).orElse(List.of()), hash, keyIndexes, lid);
  }

  /** Each device judged on its own; a companion without key index is left out. */
  static List<Device> devices(Node list) {
    Map<Integer, Device> devices = new LinkedHashMap<>();
    for (Node node : list.children("device")) {
      long id = node.numberAttribute("id").orElse(-1);
      long keyIndex = node.numberAttribute("key-index").orElse(0);
      boolean hosted = node.hasAttribute("is_hosted", "true");
      boolean valid = id == 0 || (id > 0 && id <= 0xffff && keyIndex > 0);
      if (valid && devices.size() < MAX_DEVICES) {
        devices.putIfAbsent((int) id, new Device((int) id, keyIndex, hosted));
      }
    }
    return List.copyOf(devices.values());
  }

  /** What one reply tells of one user. */
  static final class Answer {
    static final Jid NO_LID = Jid.of("none", "invalid");

    private final boolean known;
    private final List<Device> devices;
    private final String hash;
    private final byte[] keyIndexes;
    private final Jid lid;

    Answer(boolean known, List<Device> devices, String hash, byte[] keyIndexes, Jid lid) {
      this.known = known;
      this.devices = devices;
      this.hash = hash;
      this.keyIndexes = keyIndexes;
      this.lid = lid;
    }

    /** Whether the server gave a list of devices. */
    boolean known() {
      return known;
    }

    List<Device> devices() {
      return devices;
    }

    String hash() {
      return hash;
    }

    /** The ADVSignedKeyIndexList, or nothing. */
    Optional<byte[]> keyIndexes() {
      return keyIndexes.length == 0 ? Optional.empty() : Optional.of(keyIndexes);
    }

    Optional<Jid> lid() {
      return lid.equals(NO_LID) ? Optional.empty() : Optional.of(lid);
    }
  }
}
