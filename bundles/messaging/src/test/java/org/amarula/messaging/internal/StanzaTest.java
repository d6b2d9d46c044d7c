package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a stanza, it ends in one answer and never in an exception. */
class StanzaTest {
  private static final Jid STRANGER = Jid.of("5005", Jid.PN);
  private static final byte[] BYTES = {1, 2, 3};

  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice bob = server.device("1002", 0);

  private static Arguments refused(String name, int code, UnaryOperator<NodeBuilder> stanza) {
    return Arguments.of(
        name, code, stanza.apply(Node.builder("message").attribute("id", "X")).build());
  }

  private static NodeBuilder enc(String type) {
    return Node.builder("enc").attribute("v", "2").attribute("type", type).bytes(BYTES);
  }

  private static NodeBuilder many(NodeBuilder message, int count) {
    for (int i = 0; i < count; i++) {
      message.child(enc("msg").build());
    }
    return message;
  }

  static Stream<Arguments> refusedMessages() {
    return Stream.concat(refusedEnvelopes(), refusedContents());
  }

  private static Stream<Arguments> refusedEnvelopes() {
    Jid group = Jid.of("12036", Jid.GROUP);
    Node enc = enc("msg").build();
    return Stream.of(
        refused("no sender", 487, m -> m),
        refused(
            "recipient but not ours",
            487,
            m -> m.attribute("from", STRANGER).attribute("recipient", group).child(enc)),
        refused("no participant", 487, m -> m.attribute("from", group).child(enc)),
        refused(
            "participant is a group",
            487,
            m -> m.attribute("from", group).attribute("participant", group).child(enc)),
        refused("unknown server", 487, m -> m.attribute("from", "x@example").child(enc)),
        refused(
            "user that is no user",
            487,
            m -> m.attribute("from", Jid.of("../x y", Jid.PN)).child(enc)));
  }

  private static Arguments inside(String name, int code, UnaryOperator<NodeBuilder> stanza) {
    return refused(name, code, m -> stanza.apply(m.attribute("from", STRANGER)));
  }

  private static Stream<Arguments> refusedContents() {
    NodeBuilder plain = Node.builder("enc").attribute("type", "msg");
    Node empty = plain.build();
    Node huge = plain.bytes(new byte[(1 << 20) + 1]).build();
    Node foreign =
        Node.builder("enc").attribute("v", "3").attribute("type", "msg").bytes(BYTES).build();
    return Stream.of(
        inside("nothing inside", 488, m -> m),
        inside("unknown child", 488, m -> m.child(Node.of("x"))),
        inside("plaintext", 488, m -> m.child(Node.builder("plaintext").bytes(BYTES).build())),
        inside("nine encs", 487, m -> many(m, 9)),
        inside("empty enc", 487, m -> m.child(empty)),
        inside("huge enc", 487, m -> m.child(huge)),
        inside("message secret", 495, m -> m.child(enc("msmsg").build())),
        inside("another service's version", 488, m -> m.child(foreign)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedMessages")
  void malformedMessageIsRefusedOnceAndTold(String name, int code, Node stanza) {
    bob.messenger().onStanza(stanza);
    server.steps().run();
    assertThat(bob.stream().answers("X"))
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.tag()).isEqualTo("ack");
              assertThat(answer.numberAttribute("error")).hasValue(code);
              assertThat(answer.attribute("class")).contains("message");
            });
    assertThat(bob.events(StanzaRejected.class)).hasSize(1);
    assertThat(bob.stream().closed()).isEmpty();
  }

  static Stream<Arguments> acknowledged() {
    Jid lid = Jid.of("95005", Jid.LID);
    return Stream.of(
        Arguments.of(stanza("receipt").attribute("from", STRANGER).build()),
        Arguments.of(stanza("receipt").build()),
        Arguments.of(
            stanza("receipt").attribute("from", STRANGER).attribute("type", "retry").build()),
        Arguments.of(
            stanza("receipt")
                .attribute("from", STRANGER)
                .attribute("type", "retry")
                .child(Node.builder("retry").attribute("count", "x").attribute("id", "Y").build())
                .build()),
        Arguments.of(
            stanza("receipt").attribute("from", STRANGER).attribute("type", "odd").build()),
        Arguments.of(stanza("notification").build()),
        Arguments.of(stanza("notification").attribute("type", "w:gp2").build()),
        Arguments.of(stanza("notification").attribute("type", "devices").build()),
        Arguments.of(
            stanza("notification")
                .attribute("type", "devices")
                .attribute("from", STRANGER)
                .attribute("lid", lid)
                .child(Node.builder("remove").child(Node.of("device")).build())
                .build()),
        Arguments.of(stanza("notification").attribute("type", "encrypt").build()),
        Arguments.of(
            stanza("notification")
                .attribute("type", "encrypt")
                .attribute("from", Jid.SERVER)
                .child(Node.builder("count").attribute("value", "3").build())
                .build()),
        Arguments.of(stanza("notification").attribute("type", "account_sync").build()),
        Arguments.of(stanza("call").attribute("from", STRANGER).build()));
  }

  private static NodeBuilder stanza(String tag) {
    return Node.builder(tag).attribute("id", "X");
  }

  @ParameterizedTest
  @MethodSource("acknowledged")
  void everyOtherStanzaIsAcknowledgedOnce(Node stanza) {
    bob.messenger().onStanza(stanza);
    server.steps().run();
    assertThat(bob.stream().answers("X"))
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.tag()).isEqualTo("ack");
              assertThat(answer.attribute("class")).contains(stanza.tag());
              assertThat(answer.attribute("error")).isEmpty();
            });
    assertThat(bob.stream().closed()).isEmpty();
  }

  @Test
  void unavailableMessageIsAcknowledgedAndTold() {
    Node inside = Node.builder("unavailable").attribute("type", "view_once").build();
    bob.messenger().onStanza(stanza("message").attribute("from", STRANGER).child(inside).build());
    server.steps().run();
    assertThat(bob.stream().answers("X")).singleElement().matches(node -> node.is("ack"));
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("unavailable-view_once");
  }

  @Test
  void garbageOfAStrangerIsAskedForWithOurKeys() {
    Node garbage = stanza("message").attribute("from", STRANGER).child(enc("msg").build()).build();
    bob.messenger().onStanza(garbage);
    server.steps().run();
    List<Node> answers = bob.stream().answers("X");
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).hasAttribute("type", "retry")).isTrue();
    assertThat(answers.get(1).is("ack")).isTrue();
  }

  @Test
  void offlinePreviewAsksForTheBacklog() {
    Node preview = Node.builder("offline_preview").attribute("count", "7").build();
    bob.messenger().onStanza(Node.builder("ib").child(preview).child(Node.of("odd")).build());
    server.steps().run();
    assertThat(bob.stream().sent())
        .filteredOn(node -> node.is("ib") && node.child("offline_batch").isPresent())
        .hasSize(1);
  }
}
