package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void fieldIsFoundAmongOthers() {
    String json = "{\"event\":\"listening\",\"url\":\"ws://127.0.0.1:9/ws/chat\",\"urls\":\"no\"}";

    assertThat(Demo.field(json, "url")).isEqualTo("ws://127.0.0.1:9/ws/chat");
  }

  @Test
  void missingFieldFails() {
    assertThatThrownBy(() -> Demo.field("{\"a\":1}", "a")).isInstanceOf(RuntimeException.class);
  }
}
