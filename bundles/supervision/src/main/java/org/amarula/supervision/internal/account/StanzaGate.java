package org.amarula.supervision.internal.account;

import org.amarula.codec.Node;
import org.amarula.messaging.CrashingStanzaException;
import org.amarula.messaging.Messenger;

/** Lets stanzas through to the messenger, but for those that crashed it. On the account's lane. */
record StanzaGate(Messenger messenger, CrashMarks marks, Endurance endurance) {
  /** Hands one over, or has it put aside. */
  void pass(Node stanza) {
    if (marks.isPoison(stanza)) {
      putAside(stanza);
      return;
    }
    try {
      messenger.onStanza(stanza);
    } catch (RuntimeException | Error e) {
      throw new CrashingStanzaException(stanza, e);
    }
  }

  private void putAside(Node stanza) {
    messenger
        .refuse(stanza, "It crashed its reader twice.")
        .thenRun(
            () -> {
              marks.settle(stanza);
              endurance.forgive(); // whoever sends such stanzas must not end the instance
            });
  }
}
