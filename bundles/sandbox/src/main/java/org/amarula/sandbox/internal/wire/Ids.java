package org.amarula.sandbox.internal.wire;

/** The ids of the server's own stanzas, decimal (spec transport.md 11). Confined to the lane. */
public final class Ids {
  private long last = 1000;

  /** An id that was not given before. */
  public String next() {
    return Long.toString(++last);
  }
}
