package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;

/** Deals with one kind of stanza. On the lane. */
public interface StanzaHandler {
  /** Handles a stanza; throws {@code UnexpectedNodeException} when it lacks something. */
  void handle(Party from, Node stanza);
}
