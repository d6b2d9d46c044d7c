package org.amarula.api.instance;

import org.amarula.api.jid.Jid;

/**
 * The two names of one user.
 *
 * @param pn by phone number
 * @param lid by hidden id
 */
public record AddressPair(Jid pn, Jid lid) {
  @Override
  public String toString() {
    return "AddressPair[" + pn.redacted() + ", " + lid.redacted() + "]";
  }
}
