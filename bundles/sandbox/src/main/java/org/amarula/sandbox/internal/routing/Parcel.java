package org.amarula.sandbox.internal.routing;

import java.time.Instant;
import org.amarula.codec.Node;

/** A stanza that waits for its acknowledgement. Confined to the lane. */
final class Parcel {
  private final Node stanza;
  private final Instant since;
  private int sends;
  private Instant lastSent = Instant.MAX;

  Parcel(Node stanza, Instant since) {
    this.stanza = stanza;
    this.since = since;
  }

  Node stanza() {
    return stanza;
  }

  Instant since() {
    return since;
  }

  /** Notes that it goes out; true when it did so before. */
  boolean send(Instant now) {
    lastSent = now;
    return sends++ > 0;
  }

  /** How often it went out. */
  int sends() {
    return sends;
  }

  /**
   * How often it may be answered each time that it goes out: the Go client answers a peer message
   * by the receipt for own messages and by the one of its category.
   */
  int answers() {
    return stanza.hasAttribute("category", "peer") ? 2 : 1;
  }

  /** When it went out last; never is far in the future. */
  Instant lastSent() {
    return lastSent;
  }

  boolean is(String tag, String id) {
    return stanza.is(tag) && stanza.hasAttribute("id", id);
  }
}
