package org.amarula.supervision.internal.account;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether an account is wanted online. Held by the instance, so that a new connection follows it.
 */
public final class Wanted {
  private final AtomicBoolean online;

  /** Wanted online or not, at first. */
  public Wanted(boolean online) {
    this.online = new AtomicBoolean(online);
  }

  boolean online() {
    return online.get();
  }

  void set(boolean wanted) {
    online.set(wanted);
  }
}
