package org.amarula.sandbox.internal.server;

import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.phone.Phones;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneListener;

/**
 * Phones in the hands of a program: accounts are phone numbers in digits, groups and status are
 * addresses. Free for any thread; wrong arguments end in {@link IllegalArgumentException}.
 */
public final class PhoneControl {
  private final Lane lane;
  private final Directory directory;
  private final GroupControl groups;
  private final Phones phones;

  PhoneControl(Lane lane, Directory directory, GroupControl groups, Phones phones) {
    this.lane = lane;
    this.directory = directory;
    this.groups = groups;
    this.phones = phones;
  }

  /** Makes an account with the next free phone number. */
  public PhoneAccount create(String name) {
    return lane.call(
        () -> {
          Account made = directory.nextAccount(name);
          return new PhoneAccount(made.phone(), made.lid(), made.name());
        });
  }

  /** Sends to an account, a group or status, and tells the id. */
  public String send(String from, String to, PhoneContent content) {
    return lane.call(
        () -> {
          Account account = directory.account(from, "");
          if (to.equals(Jid.STATUS.toString())) {
            return phones.post(account, content);
          }
          if (to.indexOf('@') >= 0) {
            return phones.send(account, groups.find(to), content);
          }
          return phones.send(account, directory.account(to, ""), content);
        });
  }

  /** A phone tells the author of a message that it was read. */
  public void read(String reader, String id) {
    lane.call(
        () -> {
          phones.read(directory.account(reader, ""), id);
          return true;
        });
  }

  /** Tells somebody of all that reaches phones from now on, on the lane. */
  public void listen(PhoneListener listener) {
    lane.call(
        () -> {
          phones.listen(listener);
          return true;
        });
  }
}
