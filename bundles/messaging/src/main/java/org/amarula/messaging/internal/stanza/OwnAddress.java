package org.amarula.messaging.internal.stanza;

import org.amarula.api.jid.Jid;

/**
 * This device under both of its names.
 *
 * @param pn by phone number, with device
 * @param lid by hidden id, with device
 */
public record OwnAddress(Jid pn, Jid lid) {
  /** Whether {@code jid} is the own account, whichever device. */
  public boolean isOwn(Jid jid) {
    Jid account = Accounts.of(jid);
    return account.equals(pn.toUser()) || account.equals(lid.toUser());
  }

  /** Whether {@code jid} is this very device. */
  public boolean isThisDevice(Jid jid) {
    return isOwn(jid) && jid.device() == pn.device();
  }
}
