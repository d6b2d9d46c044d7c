package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.amarula.api.jid.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {
  private static final Jid ALICE = Jid.of("15551230001", 3, Jid.PN);

  @Test
  void attributesKeepTheirOrderAndReplaceInPlace() {
    Node node =
        Node.builder("iq").attribute("b", "1").attribute("a", ALICE).attribute("b", 2).build();

    assertThat(node.attributes().toString()).isEqualTo("{b=2, a=15551230001:3@s.whatsapp.net}");
    assertThat(node.attribute("a")).contains("15551230001:3@s.whatsapp.net");
    assertThat(node.attribute("c")).isEmpty();
    assertThat(node.hasAttribute("b", "2")).isTrue();
    assertThat(node.hasAttribute("c", "2")).isFalse();
  }

  @Test
  void absentValuesAreLeftOut() {
    String none = null;
    Jid nobody = null;
    Node node =
        Node.builder("iq")
            .attribute("a", none)
            .attribute("b", nobody)
            .attributeIfPresent("c", Optional.empty())
            .attributeIfPresent("d", Optional.of(ALICE))
            .attributeIfPresent("e", Optional.of(7))
            .build();

    assertThat(node.attributes()).containsOnlyKeys("d", "e").containsEntry("e", "7");
    assertThat(node.jidAttribute("d")).contains(ALICE);
  }

  @ParameterizedTest
  @CsvSource({
    "15551230001:3@s.whatsapp.net, 15551230001:3@s.whatsapp.net",
    "s.whatsapp.net, @s.whatsapp.net",
    "g.us, @g.us"
  })
  void textOnAKnownServerReadsAsAddress(String text, String address) {
    Node node = Node.builder("iq").attribute("from", text).build();

    assertThat(node.jidAttribute("from")).contains(Jid.parse(address));
    assertThat(node.requireJidAttribute("from")).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "call", "alice@example.org", "1:x@lid", "1@@lid", "@"})
  void otherTextIsNoAddress(String text) {
    Node node = Node.builder("iq").attribute("from", text).build();

    assertThat(node.jidAttribute("from")).isEmpty();
    assertThatThrownBy(() -> node.requireJidAttribute("from"))
        .isInstanceOf(UnexpectedNodeException.class);
  }

  @Test
  void numbersAreDecimalAndFitALong() {
    Node node =
        Node.builder("iq")
            .attribute("a", Long.MAX_VALUE)
            .attribute("b", "-5")
            .attribute("c", "9223372036854775808")
            .attribute("d", "+5")
            .attribute("e", "")
            .attribute("f", "٣")
            .build();

    assertThat(node.numberAttribute("a")).isEqualTo(OptionalLong.of(Long.MAX_VALUE));
    assertThat(node.requireNumberAttribute("b")).isEqualTo(-5);
    for (String key : List.of("c", "d", "e", "f", "g")) {
      assertThat(node.numberAttribute(key)).as(key).isEmpty();
    }
  }

  @Test
  void missingPartsAreNamedByPath() {
    Node node = Node.of("iq");

    assertThatThrownBy(() -> node.requireChild("pair-success"))
        .isInstanceOfSatisfying(
            UnexpectedNodeException.class, e -> assertThat(e.path()).isEqualTo("iq/pair-success"));
    assertThatThrownBy(() -> node.requireAttribute("jid"))
        .isInstanceOfSatisfying(
            UnexpectedNodeException.class, e -> assertThat(e.path()).isEqualTo("iq/@jid"));
    assertThatThrownBy(node::requireBytes).isInstanceOf(UnexpectedNodeException.class);
    assertThatThrownBy(() -> node.requireNumberAttribute("t"))
        .isInstanceOf(UnexpectedNodeException.class);
  }

  @Test
  void textAndBytesReadAsEachOther() {
    byte[] utf8 = "Zoë".getBytes(StandardCharsets.UTF_8);
    Node text = Node.builder("ref").text("Zoë").build();
    Node bytes = Node.builder("ref").bytes(utf8).build();
    Node jid = Node.builder("user").jid(ALICE).build();

    assertThat(text.contentAsBytes()).hasValueSatisfying(b -> assertThat(b).isEqualTo(utf8));
    assertThat(bytes.contentAsString()).contains("Zoë");
    assertThat(text.bytes()).isEmpty();
    assertThat(jid.contentAsString()).contains(ALICE.toString());
    assertThat(Node.of("a").contentAsBytes()).isEmpty();
    assertThat(Node.builder("a").children(List.of()).build().contentAsString()).isEmpty();
  }

  @Test
  void childrenAreFoundByTag() {
    Node first = Node.builder("to").attribute("jid", "1@lid").build();
    Node second = Node.builder("to").attribute("jid", "2@lid").build();
    Node node = Node.builder("a").child(first).child(Node.of("x")).child(second).build();

    assertThat(node.children()).hasSize(3);
    assertThat(node.children("to")).containsExactly(first, second);
    assertThat(node.child("to")).contains(first);
    assertThat(node.child("y")).isEmpty();
    assertThat(Node.of("a").hasContent()).isFalse();
    assertThat(Node.builder("a").children(List.of()).build().hasContent()).isTrue();
  }

  @Test
  void nodeCannotBeChangedFromOutside() {
    byte[] given = {1};
    Node node = Node.builder("a").bytes(given).build();
    given[0] = 2;
    node.requireBytes()[0] = 3;
    NodeBuilder builder = Node.builder("b").attribute("k", "1").child(node);
    Node built = builder.build();
    builder.attribute("k", "2").child(node);

    assertThat(node.requireBytes()).containsExactly(1);
    assertThat(built.requireAttribute("k")).isEqualTo("1");
    assertThat(built.children()).hasSize(1);
    assertThatThrownBy(() -> built.children().set(0, node))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> built.attributes().put("k", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void contentIsOfOneKind() {
    NodeBuilder withChild = Node.builder("a").child(Node.of("b"));
    NodeBuilder withText = Node.builder("a").text("b");

    assertThatThrownBy(() -> withChild.text("b")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> withText.child(Node.of("b")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Node.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalityIsByValueAndKind() {
    Node bytes = Node.builder("a").attribute("k", "v").bytes(new byte[] {65}).build();
    Node same = Node.builder("a").attribute("k", "v").bytes(new byte[] {65}).build();

    assertThat(bytes).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(bytes).isNotEqualTo(Node.builder("a").attribute("k", "v").text("A").build());
    assertThat(bytes).isNotEqualTo(Node.builder("a").bytes(new byte[] {65}).build());
    assertThat(Node.of("a")).isNotEqualTo(Node.builder("a").children(List.of()).build());
  }

  @Test
  void sketchShowsNeitherSecretsNorNumbers() {
    Node node =
        Node.builder("message")
            .attribute("from", ALICE)
            .attribute("participant", "15551230002@s.whatsapp.net")
            .attribute("id", "3EB0AA\nforged")
            .attribute("auth", "AWRtsecret")
            .attribute("type", "text")
            .child(Node.builder("enc").bytes(new byte[5]).build())
            .child(Node.builder("ref").text("2@secret").build())
            .build();

    assertThat(node)
        .hasToString(
            "<message from='…01:3@s.whatsapp.net' participant='…02@s.whatsapp.net'"
                + " id='3EB0AA?forged' auth='10 characters' type='text'>"
                + "<enc>5 bytes</enc><ref>8 characters</ref></message>");
  }
}
