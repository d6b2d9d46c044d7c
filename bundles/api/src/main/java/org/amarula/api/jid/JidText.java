package org.amarula.api.jid;

import java.util.Optional;
import java.util.Set;

/** The text form of an address, spec/transport.md 5.2. */
final class JidText {
  private static final Set<String> KNOWN_SERVERS =
      Set.of(
          Jid.PN,
          Jid.LID,
          Jid.GROUP,
          Jid.BROADCAST,
          Jid.NEWSLETTER,
          Jid.CALL,
          Jid.BOT,
          Jid.HOSTED,
          Jid.HOSTED_LID,
          Jid.MESSENGER,
          Jid.INTEROP,
          Jid.LEGACY_PN);

  private JidText() {}

  static Optional<Jid> parse(String text) {
    int at = text.indexOf('@');
    if (at < 0 || at == text.length() - 1 || text.indexOf('@', at + 1) >= 0) {
      return Optional.empty();
    }
    String server = text.substring(at + 1);
    String user = text.substring(0, at);
    int device = 0;
    int colon = user.indexOf(':');
    if (colon >= 0) {
      device = number(user.substring(colon + 1), mostDevices(server));
      user = user.substring(0, colon);
    }
    int agent = 0;
    int mark = agentMark(user, server);
    if (mark >= 0) {
      agent = number(user.substring(mark + 1), 255);
      user = user.substring(0, mark);
    }
    return device < 0 || !isUser(user, server)
        ? Optional.empty()
        : Optional.of(new Jid(user, agent, device, server));
  }

  /** The highest device that the wire carries for a user of {@code server}. */
  static int mostDevices(String server) {
    switch (server) {
      case Jid.PN, Jid.LID, Jid.HOSTED, Jid.HOSTED_LID:
        return 255; // one byte in AD_JID
      default:
        return 65535;
    }
  }

  /** Whether {@code user} is a user part alone: no device or agent hides in it. */
  static boolean isUser(String user, String server) {
    return user.indexOf('@') < 0 && user.indexOf(':') < 0 && agentMark(user, server) < 0;
  }

  static boolean isKnownServer(String server) {
    return KNOWN_SERVERS.contains(server);
  }

  /** {@code 1313555dddd} or {@code 131655500dd}. */
  static boolean isBotNumber(String user) {
    return user.length() == 11
        && (user.startsWith("1313555") && number(user.substring(7), 9999) >= 0
            || user.startsWith("131655500") && number(user.substring(9), 99) >= 0);
  }

  // D-11: `_N` everywhere, `.N` for phone numbers only; what is no number belongs to the user.
  private static int agentMark(String user, String server) {
    int mark = user.lastIndexOf('_');
    if (mark >= 0 && number(user.substring(mark + 1), 255) >= 0) {
      return mark;
    }
    mark = server.equals(Jid.PN) ? user.lastIndexOf('.') : -1;
    return mark >= 0 && number(user.substring(mark + 1), 255) >= 0 ? mark : -1;
  }

  private static int number(String digits, int most) {
    if (digits.isEmpty() || digits.length() > 5) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= most ? value : -1;
  }
}
