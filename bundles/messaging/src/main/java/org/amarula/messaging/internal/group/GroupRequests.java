package org.amarula.messaging.internal.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** Requests about groups, spec/features.md 1.1 to 1.6. Pure. */
final class GroupRequests {
  private static final Jid GROUPS = Jid.of("", Jid.GROUP);

  private GroupRequests() {}

  /**
   * A participant of a request.
   *
   * @param jid the account
   * @param phoneNumber its phone number when {@code jid} is a LID and it is known, else {@code jid}
   * @param token its trusted contact token, or empty
   */
  record Participant(Jid jid, Jid phoneNumber, Bytes token) {
    Node node() {
      NodeBuilder node = Node.builder("participant").attribute("jid", jid);
      if (!phoneNumber.equals(jid)) {
        node.attribute("phone_number", phoneNumber);
      }
      if (!token.isEmpty()) {
        node.child(Node.builder("privacy").bytes(token.toArray()).build());
      }
      return node.build();
    }
  }

  static Node metadata(Jid group) {
    return iq(group, "get")
        .child(Node.builder("query").attribute("request", "interactive").build())
        .build();
  }

  static Node participating() {
    return iq(GROUPS, "get")
        .child(
            Node.builder("participating")
                .child(Node.of("participants"))
                .child(Node.of("description"))
                .build())
        .build();
  }

  static Node create(String subject, String key, List<Participant> participants) {
    List<Node> children = new ArrayList<>();
    participants.forEach(participant -> children.add(participant.node()));
    children.add(Node.builder("member_add_mode").text("all_member_add").build());
    children.add(
        Node.builder("membership_approval_mode")
            .child(Node.builder("group_join").attribute("state", "off").build())
            .build());
    children.add(Node.builder("ephemeral").attribute("expiration", "0").build());
    return iq(GROUPS, "set")
        .child(
            Node.builder("create")
                .attribute("subject", subject)
                .attribute("key", key)
                .children(children)
                .build())
        .build();
  }

  static Node change(Jid group, String action, List<Participant> participants) {
    List<Node> children = participants.stream().map(Participant::node).toList();
    return iq(group, "set").child(Node.builder(action).children(children).build()).build();
  }

  static Node leave(Collection<Jid> groups) {
    List<Node> children = new ArrayList<>();
    groups.forEach(group -> children.add(Node.builder("group").attribute("id", group).build()));
    return iq(GROUPS, "set").child(Node.builder("leave").children(children).build()).build();
  }

  static Node subject(Jid group, String subject) {
    return iq(group, "set")
        .child(
            Node.builder("subject")
                .bytes(subject.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build())
        .build();
  }

  private static NodeBuilder iq(Jid to, String type) {
    return Node.builder("iq")
        .attribute("to", to)
        .attribute("type", type)
        .attribute("xmlns", "w:g2");
  }
}
