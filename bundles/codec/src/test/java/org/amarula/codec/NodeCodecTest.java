package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.internal.NodeCodecComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCodecTest {
  private final NodeCodec codec = NodeCodecs.standard();

  @ParameterizedTest
  @CsvSource({
    "15551230001@s.whatsapp.net, faff8615551230001f03",
    "15551230001:12@s.whatsapp.net, f7000cff8615551230001f",
    "15551230001_2:7@s.whatsapp.net, f70207ff8615551230001f",
    "15551230001.2:7@s.whatsapp.net, f70207ff8615551230001f",
    "15551230001_1:7@s.whatsapp.net, f70007ff8615551230001f", // 1 would name the LID server
    "15551230001@hosted, f78000ff8615551230001f", // D-12
    "123456789012345@hosted.lid, f78100ff88123456789012345f",
    "100012345@msgr, f6ff85100012345f0000cc",
    "100012345:300@msgr, f6ff85100012345f012ccc",
    "13-55501:2@interop, f5ff8355501f0002000dfc07696e7465726f70",
    "65536-1@interop, faff8465536a1ffc07696e7465726f70" // no integrator: as it stands
  })
  void addressTakesTheFormOfItsServer(String address, String wire) {
    Node node = Node.builder("iq").attribute("to", Jid.parse(address)).build();

    String hex = HexFormat.of().formatHex(codec.encode(node));

    assertThat(hex).isEqualTo("00f8031911" + wire);
  }

  @Test
  void unknownDomainByteIsKeptAsAgent() {
    Node node = codec.decode(HexFormat.of().parseHex("00f8031306f70503ff8615551230001f"));

    assertThat(node.jidAttribute("from")).contains(new Jid("15551230001", 5, 3, Jid.PN));
    assertThat(HexFormat.of().formatHex(codec.encode(node)))
        .isEqualTo("00f8031306f70503ff8615551230001f");
  }

  @ParameterizedTest
  @CsvSource({"fc00", "ff00", "00", "fb00", "ff80"})
  void everyFormOfAnEmptyTextIsRead(String wire) {
    Node node = codec.decode(HexFormat.of().parseHex("00f8035608" + wire));

    assertThat(node.attribute("id")).contains("");
    assertThat(HexFormat.of().formatHex(codec.encode(node))).isEqualTo("00f8035608fc00"); // D-8
  }

  @Test
  void lastOfRepeatedKeysWinsInTheFirstPlace() {
    Node node = codec.decode(HexFormat.of().parseHex("00f807560855042d08fc0162"));

    assertThat(node.attributes().toString()).isEqualTo("{id=b, type=0}");
  }

  @Test
  void bytesThatSpellAWordTravelAsBytes() {
    Node node = Node.builder("enc").bytes("message".getBytes(StandardCharsets.UTF_8)).build();

    assertThat(HexFormat.of().formatHex(codec.encode(node)))
        .isEqualTo("00f8021dfc076d657373616765");
    assertThat(codec.decode(codec.encode(node))).isEqualTo(node);
  }

  @Test
  void textIsNotTakenForAnAddressUnlessItIsTyped() {
    Node node = Node.builder("iq").attribute("to", "1@lid").build();

    assertThat(codec.encode(node)).endsWith("1@lid".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void listsAndNodesBeyondTheWireAreRefused() {
    List<Node> children = Collections.nCopies(65_536, Node.of("to"));
    Node wide = Node.builder("list").children(children).build();
    Node large = Node.builder("enc").bytes(new byte[(1 << 24) - 17]).build();
    Node nested = Node.of("a");
    for (int level = 1; level < 65; level++) {
      nested = Node.builder("a").child(nested).build();
    }
    Node deep = nested;

    assertThatThrownBy(() -> codec.encode(wide)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.encode(large)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.encode(deep)).isInstanceOf(IllegalArgumentException.class);
    assertThat(codec.decode(codec.encode(deep.children().get(0))))
        .isEqualTo(deep.children().get(0));
  }

  @Test
  void widestListAndLargestNodeTravel() {
    Node wide = Node.builder("list").children(Collections.nCopies(65_535, Node.of("to"))).build();
    Node large = Node.builder("enc").bytes(new byte[(1 << 24) - 17 - 9]).build();

    assertThat(codec.decode(codec.encode(wide))).isEqualTo(wide);
    assertThat(codec.decode(codec.encode(large))).isEqualTo(large);
  }

  @Test
  void serviceIsTheSameCodec() {
    NodeCodec service = new NodeCodecComponent();
    Node node = Node.builder("iq").attribute("to", Jid.SERVER).build();

    assertThat(service.encode(node)).isEqualTo(codec.encode(node));
    assertThat(service.decode(service.encodeCompressed(node))).isEqualTo(node);
  }
}
