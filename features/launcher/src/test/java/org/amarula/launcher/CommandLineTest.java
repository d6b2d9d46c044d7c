package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.launcher.CommandLine.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void noArgumentMeansTheDemo() {
    CommandLine line = CommandLine.parse(List.of());

    assertThat(line.mode()).isEqualTo(Mode.DEMO);
    assertThat(line.data()).isEmpty();
  }

  @Test
  void demoTakesItsDirectoryWithoutItsName() {
    CommandLine line = CommandLine.parse(List.of("--data", "somewhere"));

    assertThat(line.mode()).isEqualTo(Mode.DEMO);
    assertThat(line.data()).contains(Path.of("somewhere").toAbsolutePath());
  }

  @Test
  void shellTakesAllItsOptions() {
    CommandLine line = CommandLine.parse(List.of("shell", "--fail-fast", "--data", "/a/../b"));

    assertThat(line).isEqualTo(CommandLine.parse(List.of("shell", "--data", "/b", "--fail-fast")));
    assertThat(line.failFast()).isTrue();
  }

  @Test
  void sandboxOptionsAreHandedOn() {
    CommandLine line =
        CommandLine.parse(List.of("sandbox", "--port", "8080", "--tls", "--ledger", "l"));

    assertThat(line.mode()).isEqualTo(Mode.SANDBOX);
    assertThat(line.rest()).containsExactly("--port", "8080", "--tls", "--ledger", "l");
  }

  @Test
  void sandboxRecordsToFiles() {
    List<String> options = List.of("--transcript", "t", "--tape", "p");

    CommandLine line =
        CommandLine.parse(Stream.concat(Stream.of("sandbox"), options.stream()).toList());

    assertThat(line.rest()).isEqualTo(options);
    assertThat(CommandLine.USAGE).contains("[--transcript FILE] [--tape FILE]");
  }

  @Test
  void helpIsAnsweredBesideAnything() {
    assertThat(CommandLine.parse(List.of("shell", "--help")).mode()).isEqualTo(Mode.HELP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "--nonsense",
        "shell --nonsense",
        "shell extra",
        "shell --data",
        "demo --fail-fast",
        "sandbox --data x",
        "sandbox --port",
        "sandbox --tape",
        "sandbox --port x",
        "sandbox --port 65536",
        "sandbox --port -1"
      })
  void whatTheUsageDoesNotNameIsRefused(String arguments) {
    assertThatThrownBy(() -> CommandLine.parse(List.of(arguments.split(" "))))
        .isInstanceOf(UsageException.class);
  }
}
