package org.amarula.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "alice", "Sales_2.eu-west", "-", "_", "0", "a..b"})
  void plainNamesAreTaken(String name) {
    assertThat(Profile.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", ".", "..", ".hidden", "a/b", "a\\b", "a b", "a\n", "é", "a\u0000", "a:b", "*"})
  void namesThatCouldBePathsOrPatternsAreRefused(String name) {
    assertThatThrownBy(() -> Profile.of(name))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("'profile'")
        .hasMessageContaining("1 to 64 letters")
        .extracting(e -> ((InvalidSettingsException) e).key())
        .isEqualTo("profile");
  }

  @Test
  void nameHasAtMost64Characters() {
    assertThat(Profile.of("x".repeat(64)).name()).hasSize(64);
    assertThatThrownBy(() -> Profile.of("x".repeat(65)))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void profilesAreOrderedByName() {
    assertThat(Profile.of("alice")).isLessThan(Profile.of("bob"));
  }
}
