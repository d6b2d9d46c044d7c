package org.amarula.testing;

import org.amarula.api.jid.Jid;

/** An account of the sandbox: a {@link Bot} or a {@link Contact}. Thread-safe. */
public sealed interface Member permits Bot, Contact {
  /** The name, as conversations show it. */
  String name();

  /** The phone number in digits. */
  String phone();

  /** The address by phone number. */
  default Jid jid() {
    return Jid.ofPhone(phone());
  }

  /** The address by hidden id. */
  Jid lid();
}
