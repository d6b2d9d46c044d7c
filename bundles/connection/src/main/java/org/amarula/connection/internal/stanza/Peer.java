package org.amarula.connection.internal.stanza;

import java.util.concurrent.CompletionStage;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;

/** The stream, as its parts see it. Lives as long as the stream; for its lane only. */
public interface Peer {
  /** Writes a node that has no answer. */
  void send(Node node);

  /**
   * Sends an {@code iq} and completes on the lane, as {@link
   * org.amarula.connection.NodeStream#query}; fails at the latest when the stream ends.
   */
  CompletionStage<Node> query(Node iq);

  /** Ends the stream in good order: what was written before still leaves. */
  void end(DisconnectReason reason);

  /** The credentials as they are now. */
  Credentials credentials();

  /**
   * Has changed credentials made durable. No further frame is looked at before they are.
   *
   * @param paired whether this is the change that pairing brings
   * @param then runs on the lane once they are durable
   * @param failed runs on the lane when they cannot be kept; the stream ends after it
   */
  void keep(Credentials changed, boolean paired, Runnable then, Runnable failed);
}
