package org.amarula.crypto.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AesTest {
  private final Random random = new Random(7);
  private final byte[] key = bytes(32);

  @Test
  void gcmMatchesThePublishedCase() {
    // McGrew and Viega, The Galois/Counter Mode of Operation, test case 14.
    byte[] sealed = new AesGcm(new byte[32]).seal(new byte[12], new byte[0], new byte[16]);

    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  }

  @Test
  void bothGcmEnginesGiveTheSameBytes() throws Exception {
    for (int length : new int[] {0, 1, 15, 16, 17, 255, 4096}) {
      byte[] iv = bytes(12);
      byte[] aad = bytes(length % 40);
      byte[] plaintext = bytes(length);
      AesGcm platform = new AesGcm(new PlatformGcm(key));
      AesGcm light = new AesGcm(new LightGcm(key));

      byte[] sealed = platform.seal(iv, aad, plaintext);

      assertThat(light.seal(iv, aad, plaintext)).isEqualTo(sealed);
      assertThat(light.open(iv, aad, sealed)).isEqualTo(plaintext);
      assertThat(platform.open(iv, aad, sealed)).isEqualTo(plaintext);
      sealed[length / 2] ^= 4;
      assertThatThrownBy(() -> light.open(iv, aad, sealed))
          .isInstanceOf(InvalidCiphertextException.class);
      assertThatThrownBy(() -> platform.open(iv, aad, sealed))
          .isInstanceOf(InvalidCiphertextException.class);
    }
  }

  @Test
  void headroomStaysFreeForAHeader() throws Exception {
    AesGcm cipher = new AesGcm(key);
    byte[] iv = bytes(12);
    byte[] plaintext = bytes(50);

    byte[] sealed = cipher.seal(iv, new byte[0], plaintext, 10, 30, 3);

    assertThat(sealed).hasSize(3 + 30 + 16).startsWith(0, 0, 0);
    assertThat(cipher.open(iv, new byte[0], sealed, 3, 46))
        .isEqualTo(Arrays.copyOfRange(plaintext, 10, 40));
  }

  @Test
  void ciphertextShorterThanItsTagIsRefused() {
    AesGcm cipher = new AesGcm(key);
    for (int length = 0; length < 16; length++) {
      byte[] tooShort = bytes(length);
      assertThatThrownBy(() -> cipher.open(bytes(12), new byte[0], tooShort))
          .isInstanceOf(InvalidCiphertextException.class);
    }
  }

  @Test
  void everyWrongPaddingIsRefused() throws Exception {
    byte[] iv = bytes(16);
    for (int last = 0; last < 256; last++) {
      byte[] block = new byte[16];
      Arrays.fill(block, (byte) last);
      byte[] good = RawAes.run(RawAes.Mode.CBC, true, key, iv, block);
      if (last >= 1 && last <= 16) {
        assertThat(AesCbc.decrypt(key, iv, good)).hasSize(16 - last);
      } else {
        assertThatThrownBy(() -> AesCbc.decrypt(key, iv, good))
            .isInstanceOf(InvalidCiphertextException.class);
      }
    }
    for (int length = 2; length <= 16; length++) {
      byte[] block = new byte[16];
      Arrays.fill(block, 16 - length, 16, (byte) length);
      block[16 - length] ^= 1; // the padding byte farthest from the end
      byte[] bad = RawAes.run(RawAes.Mode.CBC, true, key, iv, block);
      assertThatThrownBy(() -> AesCbc.decrypt(key, iv, bad))
          .isInstanceOf(InvalidCiphertextException.class);
    }
  }

  @Test
  void partialBlocksAreRefused() {
    for (int length : new int[] {0, 1, 15, 17, 31}) {
      assertThatThrownBy(() -> AesCbc.decrypt(key, bytes(16), bytes(length)))
          .isInstanceOf(InvalidCiphertextException.class);
    }
  }

  @Test
  void platformAndLightModesGiveTheSameBytes() {
    byte[] iv = new byte[16];
    Arrays.fill(iv, (byte) 0xFF); // the counter wraps over all 128 bits
    for (RawAes.Mode mode : RawAes.Mode.values()) {
      byte[] input = bytes(64);
      byte[] output = RawAes.run(mode, true, key, iv, input);

      assertThat(RawAes.light(mode, true, key, iv, input)).isEqualTo(output);
      assertThat(RawAes.light(mode, false, key, iv, output)).isEqualTo(input);
    }
    byte[] odd = bytes(37);
    assertThat(RawAes.light(RawAes.Mode.CTR, true, key, iv, odd))
        .isEqualTo(AesCtr.apply(key, iv, odd))
        .hasSize(37);
  }

  @Test
  void keysAndIvsOfWrongLengthAreMistakesOfTheCaller() {
    assertThatThrownBy(() -> new AesGcm(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AesGcm(key).seal(new byte[16], new byte[0], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AesCtr.apply(key, new byte[12], new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
