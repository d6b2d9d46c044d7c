package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalAddressTest {
  @Test
  void phoneNumberHasNoDomain() {
    assertThat(new SignalAddress("200000000000001", 0, 3).text()).isEqualTo("200000000000001.3");
  }

  @Test
  void lidHasADomain() {
    assertThat(new SignalAddress("200000000000001", 1, 0).text()).isEqualTo("200000000000001_1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"200000000000001.3", "200000000000001_1.0", "7_129.99"})
  void textIsReadBack(String text) {
    assertThat(SignalAddress.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".1", "1", "1_0.1", "1_256.1", "1.01", "1.70000", "1_1_1.1", "a b.1", "1.-1"})
  void otherSpellingIsRefused(String text) {
    assertThatThrownBy(() -> SignalAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a_1", "1.2", "1@lid", "\u0661", "\u00e4"})
  void userOfOtherCharactersIsRefused(String user) {
    assertThatThrownBy(() -> new SignalAddress(user, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void userIsAtMost64Characters() {
    assertThat(new SignalAddress("a-Z9".repeat(16), 0, 0).text()).hasSize(66);
    assertThatThrownBy(() -> new SignalAddress("a".repeat(65), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void userIsHiddenInLogs() {
    assertThat(new SignalAddress("200000000000001", 1, 3)).asString().doesNotContain("2000");
  }
}
