package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellLineTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "# a comment", "   # another"})
  void blankLinesAndCommentsAreEmpty(String raw) {
    assertThat(ShellLine.of(raw).isEmpty()).isTrue();
  }

  @Test
  void trailingSignPutsTheLineIntoTheBackground() {
    assertThat(ShellLine.of(" events alice --follow & "))
        .isEqualTo(new ShellLine("events alice --follow", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a & b", "a &&", "a \\&", "send alice 1 'you & me'"})
  void otherSignsStayInTheLine(String raw) {
    assertThat(ShellLine.of(raw)).isEqualTo(new ShellLine(raw, false));
  }

  @Test
  void exitEndsTheShell() {
    assertThat(ShellLine.of(" exit ").isExit()).isTrue();
    assertThat(ShellLine.of("exit now").isExit()).isFalse();
  }
}
