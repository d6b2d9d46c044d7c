package org.amarula.connection.internal.login;

import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.internal.stanza.Words;

/** What a {@code <failure>} means (spec/transport.md 6.6). Stateless. */
public final class LoginFailures {
  private static final Duration DEFAULT_BAN = Duration.ofHours(1); // spec/transport.md 10
  private static final long LONGEST_BAN = Duration.ofDays(3650).toSeconds();

  private LoginFailures() {}

  /** The reason for which the stream ends. */
  public static DisconnectReason reason(Node failure, Clock clock) {
    int code = number(failure, "reason");
    return switch (code) {
      case 401 -> new DisconnectReason.LoggedOut("failure 401");
      case 402 -> banned(failure, clock);
      case 403, 406 -> new DisconnectReason.Banned(code, notice(failure));
      case 405 -> new DisconnectReason.Outdated();
      case 411 -> new DisconnectReason.UnsupportedAccount("411, without linked devices");
      case 413, 414 -> new DisconnectReason.UnsupportedAccount(code + ", a Messenger account");
      case 500, 503 -> new DisconnectReason.ServerUnavailable(code);
      default -> new DisconnectReason.LoginRefused(code);
    };
  }

  private static DisconnectReason banned(Node failure, Clock clock) {
    long seconds = failure.numberAttribute("expire").orElse(DEFAULT_BAN.toSeconds());
    long bounded = Math.max(0, Math.min(LONGEST_BAN, seconds));
    return new DisconnectReason.TemporarilyBanned(
        number(failure, "code"), clock.instant().plusSeconds(bounded));
  }

  /** What the user is to be shown: the server's header and text, or its plain message. */
  private static String notice(Node failure) {
    String shown =
        Stream.of("logout_message_header", "logout_message_subtext")
            .flatMap(key -> failure.attribute(key).stream())
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    return Words.readable(shown.isEmpty() ? failure.attribute("message").orElse("") : shown);
  }

  private static int number(Node failure, String key) {
    long value = failure.numberAttribute(key).orElse(0);
    return value < 0 || value > Integer.MAX_VALUE ? 0 : (int) value;
  }
}
