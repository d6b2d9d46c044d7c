package org.amarula.messaging.internal.history;

import java.io.IOException;

/** A chunk of history cannot be read, now or later. An I/O error, since streams throw it. */
final class DamagedHistoryException extends IOException {
  private static final long serialVersionUID = 1;

  private final HistoryDamage damage;

  DamagedHistoryException(HistoryDamage damage) {
    super("A chunk of history cannot be read: " + damage + ".");
    this.damage = damage;
  }

  HistoryDamage damage() {
    return damage;
  }
}
