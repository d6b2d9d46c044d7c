package org.amarula.connection.internal.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebVersionTest {
  @Test
  void textFormSurvivesParsing() {
    assertThat(WebVersion.parse("2.3000.1045649367")).hasToString("2.3000.1045649367");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2.3000", "2.3000.x", "2.3000.1.1", "-2.3000.1", "2.3000.99999999999"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> WebVersion.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
