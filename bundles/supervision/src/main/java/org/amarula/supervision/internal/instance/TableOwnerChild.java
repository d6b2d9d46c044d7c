package org.amarula.supervision.internal.instance;

import org.amarula.api.AmarulaException;
import org.amarula.messaging.SentMessages;
import org.amarula.supervision.internal.kernel.Child;

/** Owns the table of sent messages, which outlives a crash of the connection. */
record TableOwnerChild(SentMessages table) implements Child {
  @Override
  public Object service() {
    return table;
  }

  @Override
  public void fence(AmarulaException reason) {
    // Nothing is parked on a table; its rows are in the storage, where its successor finds them.
  }
}
