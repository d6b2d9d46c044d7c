package org.amarula.connection.internal.login;

import java.time.Clock;
import java.time.Duration;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;

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
      case 403, 406 -> new DisconnectReason.Banned(code);
      case 405 -> new DisconnectReason.Outdated();
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

  private static int number(Node failure, String key) {
    long value = failure.numberAttribute(key).orElse(0);
    return value < 0 || value > Integer.MAX_VALUE ? 0 : (int) value;
  }
}
