package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of spec/transport.md 4.5. */
class HostileNodeTest {
  private final NodeCodec codec = NodeCodecs.standard();

  @ParameterizedTest
  @CsvSource({
    "'', 0", // no flags
    "00, 1", // no node
    "0000, 2", // an empty list for a node
    "00f800, 3",
    "00f80100, 4", // an empty tag
    "00f8035608, 3", // three members, two bytes
    "00f9ffff56, 4", // a list beyond the end
    "00f80256f9ffff, 7", // children beyond the end
    "00f80256f802f80156, 6", // two children in three bytes
    "00f80256fe80000000, 9", // a length that is negative as an int
    "00f80256feffffffff, 9",
    "00f80256fd0fffff, 8",
    "00f8035608f7000cfa0003, 9", // an address within an address
    "00f8035608faff0112fa0003, 10",
    "00f801fa0003, 4", // an address for a tag
    "00f80356fa000308, 5", // an address for a key
    "00f8035608f6ff01120001fc0161, 14", // a Messenger address elsewhere
    "00f8035608f5ff0112000100020e, 14", // an interop address elsewhere
    "00f8035608fafc0340404003, 12", // at signs in a user
    "00f8035608fafc04313a3a3203, 13", // two devices
    "00f8035608f7000cfc03313a32, 13", // a device in the user and beside it
    "00f8035608fafc05313a33303003, 14" // a device that no phone number has
  })
  void offenceIsMalformedWhereItIs(String hex, int offset) {
    assertThatThrownBy(() -> codec.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            MalformedNodeException.class, e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65, 100_000})
  void sixtyFourLevelsAreTheMost(int levels) {
    ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    plaintext.write(0);
    for (int level = 1; level < levels; level++) {
      plaintext.writeBytes(HexFormat.of().parseHex("f80256f801"));
    }
    plaintext.writeBytes(HexFormat.of().parseHex("f80156"));

    assertThat(HostileInput.decode(plaintext.toByteArray()).isPresent()).isEqualTo(levels == 64);
  }

  @Test
  void sixteenMebibytesInflatedAreTheMost() {
    byte[] head = HexFormat.of().parseHex("00f80256fe00fffff8");
    byte[] most = Arrays.copyOf(head, 1 + Wire.MAX_INFLATED);
    byte[] more = Arrays.copyOf(HexFormat.of().parseHex("00f80256fe00fffff9"), most.length + 1);

    assertThat(codec.decode(Compression.deflate(most)).requireBytes()).hasSize(0xFFFFF8);
    assertThatThrownBy(() -> codec.decode(Compression.deflate(more)))
        .isInstanceOf(MalformedNodeException.class)
        .hasMessageContaining("16 MiB");
  }

  @Test
  void bombIsRefusedWithoutInflatingIt() {
    byte[] bomb = Compression.deflate(new byte[200 << 20]);

    assertThat(HostileInput.decode(bomb)).isEmpty();
  }

  @Test
  void onlyOneCompleteZlibStreamIsRead() {
    byte[] whole = codec.encodeCompressed(Node.of("ping"));
    byte[] badSum = whole.clone();
    badSum[badSum.length - 1] ^= 1;

    assertThat(codec.decode(whole)).isEqualTo(Node.of("ping"));
    assertThat(HostileInput.decode(badSum)).isEmpty();
    assertThat(HostileInput.decode(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
    assertThat(HostileInput.decode(Arrays.copyOf(whole, whole.length + 1))).isEmpty();
    assertThat(HostileInput.decode(new byte[] {2})).isEmpty();
  }

  @Test
  void streamThatNeedsASharedDictionaryIsMalformed() {
    byte[] plaintext = HexFormat.of().parseHex("0278bb000000010300000000ff");

    assertThat(HostileInput.decode(plaintext)).isEmpty();
  }

  @Test
  void manyEqualKeysCostNoMoreThanManyOthers() {
    ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    plaintext.writeBytes(HexFormat.of().parseHex("00f9ffff56"));
    for (int i = 0; i < 32_767; i++) {
      plaintext.write(8);
      plaintext.writeBytes(new byte[] {(byte) 0xFB, 1, (byte) i});
    }

    Node node = HostileInput.decode(plaintext.toByteArray()).orElseThrow();

    assertThat(node.attributes()).hasSize(1).containsEntry("id", "FE");
  }
}
