package org.amarula.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void copyIsApartFromItsSource() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(source);

    source[0] = 9;

    assertThat(bytes.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void arrayIsFreshEachTime() {
    Bytes bytes = Bytes.copyOf(new byte[] {1, 2, 3});

    bytes.toArray()[0] = 9;

    assertThat(bytes.at(0)).isEqualTo((byte) 1);
  }

  @Test
  void textFormTellsTheLengthOnly() {
    assertThat(Bytes.utf8("secret")).hasToString("6 bytes");
    assertThat(Bytes.EMPTY).hasToString("0 bytes");
  }

  @Test
  void equalContentIsEqual() {
    assertThat(Bytes.fromHex("00ff"))
        .isEqualTo(Bytes.wrap(new byte[] {0, -1}))
        .hasSameHashCodeAs(Bytes.copyOf(new byte[] {0, -1}))
        .isNotEqualTo(Bytes.fromHex("00fe"))
        .isNotEqualTo(Bytes.fromHex("00ff00"));
    assertThat(Bytes.copyOf(new byte[0])).isSameAs(Bytes.EMPTY);
  }

  @Test
  void hexAndTextRoundTrip() {
    assertThat(Bytes.fromHex("00FFa5").toHex()).isEqualTo("00ffa5");
    assertThat(Bytes.utf8("größe 😀").toUtf8()).isEqualTo("größe 😀");
    assertThat(Bytes.utf8("é").length()).isEqualTo(2);
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
  }

  @Test
  void badHexIsRefused() {
    assertThatThrownBy(() -> Bytes.fromHex("0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bytes.fromHex("zz")).isInstanceOf(IllegalArgumentException.class);
  }
}
