package org.amarula.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.InvalidSettingsException;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final Usage USAGE =
      Usage.of("wait PROFILE STATE", "Waits.")
          .withOption("timeout", "seconds")
          .withFlag("follow", "stays");

  @Test
  void optionsMayStandAnywhere() {
    Arguments arguments = parse("--json", "alice", "--timeout", "5", "online", "--follow");

    assertThat(arguments.rest(0)).containsExactly("alice", "online");
    assertThat(arguments.seconds("timeout", 60)).isEqualTo(5);
    assertThat(arguments.has("json")).isTrue();
    assertThat(arguments.has("follow")).isTrue();
  }

  @Test
  void wordsAfterTwoHyphensAreNoOptions() {
    assertThat(parse("alice", "--", "--json").rest(1)).containsExactly("--json");
  }

  @Test
  void anUnknownOptionIsMisuse() {
    assertThatThrownBy(() -> parse("--colour"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--colour")
        .hasMessageContaining("wait PROFILE STATE");
  }

  @Test
  void anOptionWithoutItsValueIsMisuse() {
    assertThatThrownBy(() -> parse("alice", "--timeout")).isInstanceOf(CommandFailure.class);
    assertThatThrownBy(() -> parse("--timeout", "soon").seconds("timeout", 1))
        .isInstanceOf(CommandFailure.class);
  }

  @Test
  void aMissingWordIsNamed() {
    assertThatThrownBy(() -> parse("alice").required(1, "STATE")).hasMessageContaining("STATE");
  }

  @Test
  void aBadProfileNameIsRefused() {
    assertThatThrownBy(() -> parse("../etc").profile())
        .isInstanceOf(InvalidSettingsException.class);
  }

  private static Arguments parse(String... words) {
    return Arguments.parse(USAGE, List.of((Object[]) words));
  }
}
