package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void exceptionIsNamedInWords() {
    assertThat(Failures.line(new IllegalArgumentException("No such thing.")))
        .isEqualTo("error: illegal-argument: No such thing.");
  }

  @Test
  void exceptionThatNamesItselfKeepsItsName() {
    assertThat(Failures.line(new LaunchException("data-in-use", "Another process.", null)))
        .isEqualTo("error: data-in-use: Another process.");
  }

  @Test
  void onlyTheFirstLineIsShown() {
    assertThat(Failures.line(new IOException("one\n\tat two"))).isEqualTo("error: io: one");
  }

  @Test
  void missingMessageLeavesTheName() {
    assertThat(Failures.line(new IllegalStateException())).isEqualTo("error: illegal-state");
  }
}
