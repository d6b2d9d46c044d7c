package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each place where a number and a hidden id are told of one user teaches it, spec/signal.md 8.1.
 */
class MappingSourceTest {
  private static final Jid PN = Jid.of("5005", Jid.PN);
  private static final Jid LID = Jid.of("95005", Jid.LID);
  private static final Jid OWN = Jid.of("91002", Jid.LID);
  private static final Jid GROUP = Jid.of("120363", Jid.GROUP);

  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice bob = server.device("1002", 0);

  private static Arguments source(String name, String tag, UnaryOperator<NodeBuilder> stanza) {
    return Arguments.of(name, stanza.apply(Node.builder(tag).attribute("id", "X")).build());
  }

  static Stream<Arguments> sources() {
    return Stream.concat(messagesAndReceipts(), notifications());
  }

  private static Stream<Arguments> messagesAndReceipts() {
    Node enc =
        Node.builder("enc")
            .attribute("v", "2")
            .attribute("type", "msg")
            .bytes(new byte[] {1})
            .build();
    return Stream.of(
        source(
            "message of a number",
            "message",
            m -> m.attribute("from", PN.withDevice(3)).attribute("sender_lid", LID).child(enc)),
        source(
            "message of a hidden id",
            "message",
            m -> m.attribute("from", LID).attribute("sender_pn", PN).child(enc)),
        source(
            "message in a group",
            "message",
            m ->
                m.attribute("from", GROUP)
                    .attribute("participant", LID.withDevice(2))
                    .attribute("participant_pn", PN)
                    .child(enc)),
        source(
            "own message to a hidden id",
            "message",
            m ->
                m.attribute("from", OWN.withDevice(5))
                    .attribute("recipient", LID)
                    .attribute("peer_recipient_pn", PN)
                    .child(enc)),
        source(
            "own message to a number",
            "message",
            m ->
                m.attribute("from", OWN.withDevice(5))
                    .attribute("recipient", PN)
                    .attribute("recipient_lid", LID)
                    .child(enc)),
        source(
            "receipt",
            "receipt",
            r -> r.attribute("from", PN.withDevice(1)).attribute("sender_lid", LID)),
        source(
            "receipt in a group",
            "receipt",
            r ->
                r.attribute("from", GROUP)
                    .attribute("participant", LID)
                    .attribute("participant_pn", PN)),
        source(
            "receipt of another own device",
            "receipt",
            r ->
                r.attribute("from", OWN.withDevice(5))
                    .attribute("type", "read-self")
                    .attribute("recipient", LID)
                    .attribute("recipient_pn", PN)));
  }

  private static Arguments notice(String type, UnaryOperator<NodeBuilder> stanza) {
    return source(
        "notification of " + type, "notification", n -> stanza.apply(n.attribute("type", type)));
  }

  private static Stream<Arguments> notifications() {
    Node member = Node.builder("participant").attribute("jid", LID).build();
    return Stream.of(
        notice("devices", n -> n.attribute("from", PN).attribute("lid", LID)),
        notice("privacy_token", n -> n.attribute("from", PN).attribute("sender_lid", LID)),
        notice("encrypt", n -> n.attribute("from", LID).attribute("sender_pn", PN)),
        notice("picture", n -> n.attribute("from", PN).attribute("sender_lid", LID)),
        notice(
            "w:gp2",
            n ->
                n.attribute("from", GROUP)
                    .attribute("participant", LID)
                    .attribute("participant_pn", PN)),
        notice(
            "w:gp2",
            n ->
                n.attribute("from", GROUP)
                    .child(
                        Node.builder("add")
                            .child(
                                Node.builder("participant")
                                    .attribute("jid", LID)
                                    .attribute("phone_number", PN)
                                    .build())
                            .build())),
        notice(
            "w:gp2",
            n ->
                n.attribute("from", GROUP)
                    .child(
                        Node.builder("create")
                            .child(
                                Node.builder("group")
                                    .attribute("id", "120363")
                                    .child(
                                        Node.builder("participant")
                                            .attribute("jid", PN)
                                            .attribute("lid", LID)
                                            .build())
                                    .child(member)
                                    .build())
                            .build())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void stanzaTeachesBothDirectionsDurablyBeforeItsAnswer(String name, Node stanza) {
    bob.messenger().onStanza(stanza);
    while (bob.stream().answers("X").isEmpty()) {
      server.steps().run(1);
    }
    Mappings stored = new Mappings(bob.storage());
    assertThat(stored.other(PN)).contains(LID);
    assertThat(stored.other(LID)).contains(PN);
  }

  static Stream<Arguments> untrue() {
    return Stream.of(
        source(
            "two numbers",
            "receipt",
            r -> r.attribute("from", PN).attribute("sender_lid", Jid.of("7", Jid.PN))),
        source(
            "a number for a number",
            "receipt",
            r -> r.attribute("from", PN).attribute("sender_pn", PN)),
        source(
            "a group's name",
            "receipt",
            r -> r.attribute("from", GROUP).attribute("sender_lid", LID)),
        source(
            "the other side of our own message, of the sender",
            "receipt",
            r -> r.attribute("from", PN).attribute("peer_recipient_lid", LID)),
        source(
            "a participant's name, of the group",
            "receipt",
            r -> r.attribute("from", PN).attribute("participant_lid", LID)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("untrue")
  void whatPairsNoNumberWithAHiddenIdTeachesNothing(String name, Node stanza) {
    bob.messenger().onStanza(stanza);
    server.steps().run();
    Mappings stored = new Mappings(bob.storage());
    assertThat(stored.other(PN)).isEmpty();
    assertThat(stored.other(LID)).isEmpty();
  }

  @Test
  void loginDeviceQueryAndGroupMetadataTeach() {
    assertThat(new Mappings(bob.storage()).other(bob.pn().toUser())).contains(OWN);
    TestDevice alice = server.device("1001", 0);
    bob.send(alice.pn(), "the device query tells the hidden id");
    assertThat(new Mappings(bob.storage()).other(alice.pn())).contains(alice.lid());
    TestDevice carol = server.device("1003", 0);
    Jid group = server.groups().create(bob, carol);
    server.steps().await(bob.messenger().groups().metadata(group));
    assertThat(new Mappings(bob.storage()).other(carol.lid())).contains(carol.pn());
  }
}
