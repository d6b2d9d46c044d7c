package org.amarula.api.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/reconnect-policy.md} is the policy table in prose. It is written anew by
 * {@code -Ddocs.write=true}, and otherwise compared.
 */
class PolicyPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reconnect-policy.md");

  @Test
  void thePageShowsTheTable() throws IOException {
    String page = render();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).as("write it anew with -Ddocs.write=true").isEqualTo(page);
  }

  private static String render() {
    StringBuilder page =
        new StringBuilder(
            "# What follows the end of a connection\n\n"
                + "Generated from `DisconnectPolicy`; the reason's code stands in events and in the"
                + " shell.\n\n"
                + "| reason | state meanwhile | what is done |\n|---|---|---|\n");
    for (DisconnectPolicy row : DisconnectPolicy.values()) {
      page.append("| `")
          .append(row.code())
          .append("` | `")
          .append(row.state().text())
          .append("` | ")
          .append(inWords(row.recovery()))
          .append(" |\n");
    }
    return page.append(
            "\nBack-off: none for the first attempt after a connection that was online for more than"
                + " 60 s, then `backoff.initial.millis`, doubling up to `backoff.max.seconds`, each 20 %"
                + " up or down; it starts anew only after 60 s online. There is never more than one"
                + " socket for one account.\n")
        .toString();
  }

  private static String inWords(Recovery recovery) {
    return switch (recovery) {
      case RETRY_NOW -> "connect again at once";
      case RETRY_WITH_BACKOFF -> "connect again after the next back-off";
      case RETRY_SLOWLY -> "connect again after the next back-off, a minute at least";
      case RETRY_ONCE -> "connect once more; the same again is the end (`given-up`)";
      case WIPE_AND_STOP -> "wipe the credentials, keep one backup, wait to be paired again";
      case STOP -> "keep the credentials, wait until somebody asks to connect";
      default -> throw new IllegalArgumentException(recovery.name());
    };
  }
}
