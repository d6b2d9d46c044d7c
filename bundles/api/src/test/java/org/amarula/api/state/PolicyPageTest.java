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
                + " shell. The state is the one at the end of all attempts, or for as long as they"
                + " go on; before the one attempt that `outdated` allows it is `disconnected`.\n\n"
                + "| reason | comes from | state | what is done | credentials | what you should do"
                + " |\n|---|---|---|---|---|---|\n");
    for (DisconnectPolicy row : DisconnectPolicy.values()) {
      page.append(
          String.format(
              "| `%s` | %s | `%s` | %s | %s | %s |%n",
              row.code(),
              row.causes(),
              row.state().text(),
              inWords(row.recovery()),
              row.wipesCredentials() ? "wiped, one backup is kept" : "kept",
              row.advice()));
    }
    return page.append(
            "\nBack-off: none for the first attempt after a connection that was online for more than"
                + " 60 s, then `backoff.initial.millis`, doubling up to `backoff.max.seconds`, each"
                + " 20 % up or down and never above that; it starts anew only after 60 s online. After"
                + " three restarts in a row without that, a further one waits like any other end."
                + " There is never more than one socket for one account, and a stream"
                + " error and the close that follows it are one end. The connects of all accounts"
                + " of a framework together are spread: 60 at once, then 60 in a second.\n\n"
                + "What nobody may repeat by himself stays so when the connection child crashes and"
                + " is built anew; only a call of `connect()` begins again, and during a temporary"
                + " ban even that waits until the ban is over.\n")
        .toString()
        .replace(System.lineSeparator(), "\n");
  }

  private static String inWords(Recovery recovery) {
    return switch (recovery) {
      case RETRY_NOW -> "connect again at once";
      case RETRY_WITH_BACKOFF -> "connect again after the next back-off";
      case RETRY_SLOWLY -> "connect again with a back-off of its own that begins at a minute";
      case RETRY_ONCE -> "connect once more; the same again is the end (`given-up`)";
      case RETRY_AFTER_BAN -> "connect once more when the ban is over; a further ban is the end";
      case REFRESH_AND_RETRY_ONCE ->
          "ask the same host for the newest version; connect once more if it is newer";
      case WIPE_AND_STOP -> "wipe, wait to be paired again";
      case STOP -> "wait until somebody asks to connect";
      default -> throw new IllegalArgumentException(recovery.name());
    };
  }
}
