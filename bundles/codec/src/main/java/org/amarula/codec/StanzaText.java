package org.amarula.codec;

import java.util.Optional;
import java.util.OptionalLong;
import org.amarula.api.jid.Jid;

/** What a stanza's texts may stand for. */
final class StanzaText {
  private StanzaText() {}

  /** An address on a known server, D-9; some clients print a bare server without the sign. */
  static Optional<Jid> jid(String text) {
    switch (text) {
      case Jid.PN, Jid.GROUP, Jid.LEGACY_PN:
        return Optional.of(Jid.of("", text));
      default:
        return Jid.tryParse(text).filter(Jid::isOnKnownServer);
    }
  }

  /** Decimal digits with at most a minus in front. */
  static OptionalLong number(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.length() > 20) {
      return OptionalLong.empty();
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // more than a long holds
    }
  }
}
