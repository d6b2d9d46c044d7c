package org.amarula.connection.internal.login;

import java.util.Optional;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.internal.stanza.Words;

/** What a {@code <stream:error>} means (spec/transport.md 6.7). Stateless. */
public final class StreamErrors {
  private static final String RESTART = "515";
  private static final String UNAUTHORIZED = "401";

  private StreamErrors() {}

  /** The reason for which the stream ends. */
  public static DisconnectReason reason(Node error) {
    String code = error.attribute("code").orElse("");
    String conflict = error.child("conflict").flatMap(child -> child.attribute("type")).orElse("");
    if (conflict.equals("replaced")) {
      return new DisconnectReason.Replaced(); // whatever the code is
    }
    if (code.equals(UNAUTHORIZED) && conflict.equals("device_removed")) {
      return new DisconnectReason.LoggedOut("device removed");
    }
    return switch (code) {
      case RESTART -> new DisconnectReason.RestartRequired();
      // only the failure of the next login would tell that the device is gone
      case UNAUTHORIZED, "516" -> new DisconnectReason.StreamSuspended(code);
      default -> new DisconnectReason.StreamFailed(name(error, code));
    };
  }

  private static String name(Node error, String code) {
    if (!code.isEmpty()) {
      return Words.plain(code);
    }
    Optional<Node> first = error.children().stream().findFirst();
    return first.map(child -> Words.plain(child.tag())).orElse("without a code");
  }
}
