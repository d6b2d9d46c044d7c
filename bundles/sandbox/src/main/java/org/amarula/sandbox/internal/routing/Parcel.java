package org.amarula.sandbox.internal.routing;

import java.time.Instant;
import org.amarula.codec.Node;

/** A stanza that waits for its acknowledgement. Confined to the lane. */
final class Parcel {
  private final Node stanza;
  private final Instant since;
  private boolean sent;

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
  boolean send() {
    boolean before = sent;
    sent = true;
    return before;
  }

  boolean is(String tag, String id) {
    return stanza.is(tag) && stanza.hasAttribute("id", id);
  }
}
