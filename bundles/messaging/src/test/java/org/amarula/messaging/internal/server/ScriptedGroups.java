package org.amarula.messaging.internal.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.device.Phash;

/** The groups of the scripted server, spec/features.md 1 and spec/signal.md 5.4. */
public final class ScriptedGroups {
  private final ScriptedServer server;
  private final Map<Jid, Group> groups = new LinkedHashMap<>();
  private final Set<Jid> refusing = new LinkedHashSet<>();
  private boolean hidesAliases;
  private int notices;
  private int metadataQueries;
  private int refuseWith;

  ScriptedGroups(ScriptedServer server) {
    this.server = server;
  }

  private static final class Group {
    private final Map<Jid, String> members = new LinkedHashMap<>(); // LID, role
    private final Map<Jid, Jid> numbers = new LinkedHashMap<>();
    private String subject = "";
    private boolean byLid = true;
  }

  /** How many times metadata was asked for. */
  public int metadataQueries() {
    return metadataQueries;
  }

  /** An account that nobody may add. */
  public void refuse(Endpoint device) {
    refusing.add(device.lid().toUser());
  }

  /** Refuses the next message to a group with this code. */
  public void refuseNext(int code) {
    refuseWith = code;
  }

  /** Names the participants by phone number, or by hidden id. */
  public void nameByLid(Jid group, boolean on) {
    groups.get(group).byLid = on;
  }

  /** Tells one name of each participant from now on, or both again. */
  public void hideAliases(boolean on) {
    hidesAliases = on;
  }

  /** Makes a group; the first is its superadmin. Nobody is told. */
  public Jid create(Endpoint... members) {
    Jid group = Jid.of("12036300000000000" + groups.size(), Jid.GROUP);
    Group made = new Group();
    groups.put(group, made);
    for (Endpoint member : members) {
      join(made, member, made.members.isEmpty() ? "superadmin" : "");
    }
    return group;
  }

  /** Makes somebody a member; nobody is told. */
  public void addSilently(Jid group, Endpoint member) {
    join(groups.get(group), member, "");
  }

  private static void join(Group group, Endpoint member, String role) {
    group.members.put(member.lid().toUser(), role);
    group.numbers.put(member.lid().toUser(), member.pn().toUser());
  }

  Node query(Endpoint device, Node iq) {
    Jid to = iq.requireJidAttribute("to");
    if (iq.child("create").isPresent()) {
      return created(device, iq.requireChild("create"));
    }
    if (iq.child("leave").isPresent()) {
      Jid group = iq.requireChild("leave").requireChild("group").requireJidAttribute("id");
      tell(device, group, "remove", List.of(device.lid().toUser()));
      groups.get(group).members.remove(device.lid().toUser());
      return ScriptedServer.result().build();
    }
    if (iq.child("participating").isPresent()) {
      NodeBuilder list = Node.builder("groups");
      groups.forEach((jid, group) -> list.child(node(jid, group, List.of())));
      return ScriptedServer.result().child(list.build()).build();
    }
    Group group = groups.get(to);
    if (group == null) {
      throw new RequestRejectedException(404, "item-not-found");
    }
    if (iq.child("query").isPresent()) {
      metadataQueries++;
      return ScriptedServer.result().child(node(to, group, List.of())).build();
    }
    if (iq.child("subject").isPresent()) {
      group.subject = iq.requireChild("subject").contentAsString().orElse("");
      notice(
          device,
          to,
          Node.builder("subject")
              .attribute("subject", group.subject)
              .attribute("s_t", "1700000000")
              .build());
      return ScriptedServer.result().build();
    }
    return change(device, to, group, iq.children().get(0));
  }

  private Node created(Endpoint device, Node create) {
    Jid jid = create(device);
    Group group = groups.get(jid);
    group.subject = create.requireAttribute("subject");
    List<Node> refused = new ArrayList<>();
    for (Node participant : create.children("participant")) {
      Jid user = participant.requireJidAttribute("jid");
      Endpoint added = server.devices(user).get(0);
      if (refusing.contains(added.lid().toUser())) {
        refused.add(refused(user));
      } else {
        join(group, added, "");
      }
    }
    notice(
        device,
        jid,
        Node.builder("create").attribute("type", "new").child(node(jid, group, List.of())).build());
    return ScriptedServer.result().child(node(jid, group, refused)).build();
  }

  private static Node refused(Jid user) {
    return Node.builder("participant")
        .attribute("jid", user)
        .attribute("error", "403")
        .child(
            Node.builder("add_request")
                .attribute("code", "CODE")
                .attribute("expiration", "1800000000")
                .build())
        .build();
  }

  private Node change(Endpoint device, Jid jid, Group group, Node action) {
    NodeBuilder reply = Node.builder(action.tag());
    List<Jid> done = new ArrayList<>();
    for (Node participant : action.children("participant")) {
      Jid user = participant.requireJidAttribute("jid");
      Endpoint target = server.devices(user).get(0);
      Jid lid = target.lid().toUser();
      boolean member = group.members.containsKey(lid);
      if (action.is("add") && refusing.contains(lid)) {
        reply.child(refused(user));
      } else if (action.is("add") == member) {
        reply.child(
            Node.builder("participant")
                .attribute("jid", user)
                .attribute("error", member ? "409" : "404")
                .build());
      } else {
        done.add(lid);
        reply.child(Node.builder("participant").attribute("jid", user).build());
      }
    }
    if (action.is("add")) {
      done.forEach(lid -> join(group, server.devices(lid).get(0), ""));
    }
    tell(device, jid, action.tag(), done);
    done.forEach(
        lid -> {
          switch (action.tag()) {
            case "remove":
              group.members.remove(lid);
              break;
            case "promote":
              group.members.put(lid, "admin");
              break;
            case "demote":
              group.members.put(lid, "");
              break;
            default:
              break;
          }
        });
    return ScriptedServer.result().child(reply.build()).build();
  }

  /** Changes a group as its creator would, with the notice to all. */
  public void change(Endpoint by, Jid group, String action, Endpoint who) {
    Jid user = groups.get(group).byLid ? who.lid().toUser() : who.pn().toUser();
    Node participant = Node.builder("participant").attribute("jid", user).build();
    change(by, group, groups.get(group), Node.builder(action).child(participant).build());
    server.steps().run();
  }

  private void tell(Endpoint by, Jid jid, String action, List<Jid> who) {
    if (who.isEmpty()) {
      return;
    }
    NodeBuilder child = Node.builder(action);
    Group group = groups.get(jid);
    who.forEach(lid -> child.child(participant(group, lid)));
    notice(by, jid, child.build());
  }

  private void notice(Endpoint by, Jid jid, Node child) {
    Group group = groups.get(jid);
    String id = "gp-" + ++notices;
    for (Jid lid : group.members.keySet()) {
      for (Endpoint device : server.devices(lid)) {
        server.queue(
            device.lid(),
            Node.builder("notification")
                .attribute("id", id)
                .attribute("from", jid)
                .attribute("type", "w:gp2")
                .attribute("participant", group.byLid ? by.lid().toUser() : by.pn().toUser())
                .attribute("t", "1700000000")
                .child(child)
                .build());
      }
    }
  }

  private Node participant(Group group, Jid lid) {
    Jid pn = group.numbers.get(lid);
    NodeBuilder node = Node.builder("participant").attribute("jid", group.byLid ? lid : pn);
    if (!hidesAliases) {
      node.attribute(group.byLid ? "phone_number" : "lid", group.byLid ? pn : lid);
    }
    String role = group.members.getOrDefault(lid, "");
    return role.isEmpty() ? node.build() : node.attribute("type", role).build();
  }

  private Node node(Jid jid, Group group, List<Node> refused) {
    NodeBuilder node =
        Node.builder("group")
            .attribute("id", jid.user())
            .attribute("subject", group.subject)
            .attribute("creation", "1700000000")
            .attribute("addressing_mode", group.byLid ? "lid" : "pn");
    group.members.keySet().forEach(lid -> node.child(participant(group, lid)));
    return node.children(refused).build();
  }

  /** Routes a message to all members' devices, or to the one that it names. */
  Node route(Endpoint from, Node message) {
    Jid to = message.requireJidAttribute("to");
    NodeBuilder ack =
        Node.builder("ack")
            .attribute("class", "message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", to)
            .attribute("t", server.clock().instant().getEpochSecond());
    if (refuseWith != 0) {
      ack.attribute("error", refuseWith);
      refuseWith = 0;
      return ack.build();
    }
    Optional<Jid> single = message.jidAttribute("participant");
    if (single.isPresent()) {
      Node enc = message.requireChild("enc");
      server.deliver(single.get(), delivery(from, message, single.get().isLid(), List.of(enc)));
      return ack.build();
    }
    boolean byLid = message.hasAttribute("addressing_mode", Jid.LID);
    Map<Jid, Node> own = new LinkedHashMap<>();
    message
        .child("participants")
        .ifPresent(
            list ->
                list.children("to")
                    .forEach(
                        one -> own.put(one.requireJidAttribute("jid"), one.requireChild("enc"))));
    if (message.hasAttribute("device_fanout", "false")) {
      own.forEach(
          (device, enc) -> server.deliver(device, delivery(from, message, byLid, List.of(enc))));
      return ack.build();
    }
    List<Jid> all = devices(to, byLid, own.keySet());
    for (Jid device : all) {
      if (device.equals(byLid ? from.lid() : from.pn())) {
        continue;
      }
      List<Node> encs = new ArrayList<>();
      Optional.ofNullable(own.get(device)).ifPresent(encs::add);
      encs.add(message.requireChild("enc"));
      server.deliver(device, delivery(from, message, byLid, encs));
    }
    String phash = Phash.of(all);
    if (to.isGroup() && !message.hasAttribute("phash", phash)) {
      ack.attribute("phash", phash);
    }
    return ack.build();
  }

  /** All devices of all members. */
  public List<Endpoint> devices(Jid group) {
    return groups.get(group).members.keySet().stream()
        .flatMap(member -> server.devices(member).stream())
        .toList();
  }

  private List<Jid> devices(Jid to, boolean byLid, Set<Jid> listed) {
    if (to.isBroadcast()) {
      return List.copyOf(listed);
    }
    List<Jid> all = new ArrayList<>();
    for (Jid lid : groups.get(to).members.keySet()) {
      server.devices(lid).forEach(device -> all.add(byLid ? device.lid() : device.pn()));
    }
    return all;
  }

  private Node delivery(Endpoint from, Node message, boolean byLid, List<Node> encs) {
    NodeBuilder delivery =
        Node.builder("message")
            .attribute("id", message.requireAttribute("id"))
            .attribute("from", message.requireJidAttribute("to"))
            .attribute("participant", byLid ? from.lid() : from.pn())
            .attributeIfPresent(
                byLid ? "participant_pn" : "participant_lid",
                Optional.of((byLid ? from.pn() : from.lid()).toUser())
                    .filter(alias -> !hidesAliases))
            .attribute("addressing_mode", byLid ? "lid" : "pn")
            .attribute("t", server.clock().instant().getEpochSecond())
            .attribute("type", message.requireAttribute("type"))
            .attributeIfPresent("edit", message.attribute("edit"))
            .children(encs);
    message.child("device-identity").ifPresent(delivery::child);
    return delivery.build();
  }
}
