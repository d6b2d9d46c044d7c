package org.amarula.messaging.internal.device;

import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.Accounts;

/**
 * One device of a user.
 *
 * @param id 0 for the phone
 * @param keyIndex its place in the account's key index list, 0 for the phone
 * @param hosted whether a business provider runs it
 */
public record Device(int id, long keyIndex, boolean hosted) {
  /** Its address under a name of its user. */
  public Jid of(Jid user) {
    if (!hosted) {
      return user.withDevice(id);
    }
    return Jid.of(user.user(), id, user.isLid() ? Accounts.HOSTED_LID : Accounts.HOSTED);
  }
}
