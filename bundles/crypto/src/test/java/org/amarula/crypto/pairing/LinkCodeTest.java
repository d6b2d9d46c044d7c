package org.amarula.crypto.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Locale;
import org.amarula.crypto.curve.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkCodeTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void randomCodesAreOfTheAlphabet() {
    for (int i = 0; i < 200; i++) {
      LinkCode code = LinkCode.random(random);
      assertThat(code.text()).matches("[1-9A-HJ-NP-TV-Z]{8}");
      assertThat(LinkCode.parse(code.display().toLowerCase(Locale.ROOT))).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1234567", "123456789", "0ABCDEFG", "IABCDEFG", "OABCDEFG", "UABCDEFG"})
  void codeOutsideTheAlphabetIsRefused(String typed) {
    assertThatThrownBy(() -> LinkCode.parse(typed)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textOfTheObjectHidesTheCode() {
    LinkCode code = LinkCode.random(random);

    assertThat(code.toString()).doesNotContain(code.text()).doesNotContain(code.display());
  }

  @Test
  void uselessPrimaryKeyIsRefused() {
    LinkCodeCompanion companion =
        new LinkCodeCompanion(KeyPair.generate(random), KeyPair.generate(random));
    byte[] good = KeyPair.generate(random).publicKey();

    assertThatThrownBy(() -> companion.finish(new byte[32], good, random))
        .isInstanceOf(LinkCodeRefusedException.class);
    assertThatThrownBy(() -> companion.finish(good, new byte[31], random))
        .isInstanceOf(LinkCodeRefusedException.class);
  }

  @Test
  void wrappedKeyOfWrongLengthIsRefused() {
    LinkCode code = LinkCode.random(random);

    assertThatThrownBy(() -> WrappedKey.unwrap(code, new byte[79]))
        .isInstanceOf(LinkCodeRefusedException.class);
  }
}
