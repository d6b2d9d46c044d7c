package org.amarula.api.jid;

import java.util.Optional;

/** The text form of an address, spec/transport.md 5.2. */
final class JidText {
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
      device = number(user.substring(colon + 1), 65535);
      user = user.substring(0, colon);
    }
    int agent = 0;
    int mark = agentMark(user, server);
    if (mark >= 0) {
      agent = number(user.substring(mark + 1), 255);
      user = user.substring(0, mark);
    }
    return device < 0 || agent < 0
        ? Optional.empty()
        : Optional.of(new Jid(user, agent, device, server));
  }

  // D-11: `_N` everywhere, `.N` for phone numbers only; both must be followed by digits.
  private static int agentMark(String user, String server) {
    int mark = user.lastIndexOf('_');
    return mark < 0 && server.equals(Jid.PN) ? user.lastIndexOf('.') : mark;
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
