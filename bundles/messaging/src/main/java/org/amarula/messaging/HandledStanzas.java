package org.amarula.messaging;

import org.amarula.codec.Node;

/**
 * Knows which stanza is being handled on the account's lane, so that a crash can be laid at its
 * door. Called on the lane.
 */
public interface HandledStanzas {
  /** Remembers nothing. */
  HandledStanzas NONE =
      new HandledStanzas() {
        @Override
        public void begin(Node stanza) {}

        @Override
        public void end() {}
      };

  /** The lane's task handles this stanza from now on. */
  void begin(Node stanza);

  /** It has done so without a crash. */
  void end();
}
