package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.amarula.api.jid.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePropertyTest {
  private final NodeCodec codec = NodeCodecs.standard();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void decodingWhatWasEncodedGivesTheNodeBack(long seed) {
    RandomNodes nodes = new RandomNodes(new Random(seed));

    for (int i = 0; i < 100; i++) {
      Node node = nodes.node();
      byte[] plaintext = codec.encode(node);

      assertThat(codec.decode(plaintext)).isEqualTo(node).hasSameHashCodeAs(node);
      assertThat(codec.decode(codec.encodeCompressed(node))).isEqualTo(node);
      assertThat(node.toString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyTruncationIsMalformed(long seed) {
    RandomNodes nodes = new RandomNodes(new Random(seed));

    for (int i = 0; i < 20; i++) {
      byte[] plaintext = shortPlaintext(nodes);
      for (int length = 0; length < plaintext.length; length++) {
        assertThat(HostileInput.decode(Arrays.copyOf(plaintext, length))).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void everyBitFlipIsMalformedOrAnotherNode(long seed) {
    RandomNodes nodes = new RandomNodes(new Random(seed));

    for (int i = 0; i < 8; i++) {
      byte[] plaintext = shortPlaintext(nodes);
      for (int bit = 0; bit < 8 * plaintext.length; bit++) {
        plaintext[bit >> 3] ^= (byte) (1 << (bit & 7));
        HostileInput.decode(plaintext);
        plaintext[bit >> 3] ^= (byte) (1 << (bit & 7));
      }
    }
  }

  @Test
  void addressesSurviveTheirTextForm() {
    RandomNodes nodes = new RandomNodes(new Random(31));

    for (int i = 0; i < 20_000; i++) {
      Jid jid = nodes.jid();
      Jid printed = new Jid(jid.user(), 0, jid.device(), jid.server());

      assertThat(Jid.parse(jid.toString())).isEqualTo(printed);
    }
  }

  // Every position of it is tried, and each try reads all of it.
  private byte[] shortPlaintext(RandomNodes nodes) {
    byte[] plaintext = codec.encode(nodes.node());
    while (plaintext.length < 60 || plaintext.length > 600) {
      plaintext = codec.encode(nodes.node());
    }
    return plaintext;
  }
}
