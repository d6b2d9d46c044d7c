package org.amarula.sandbox.internal.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.phone.PhoneHand;
import org.amarula.sandbox.internal.phone.Phones;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.phone.SandboxPhone;

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
    AtomicReference<String> id = new AtomicReference<>();
    send(from, to, content, id::set);
    return id.get();
  }

  /**
   * Sends to an account, a group or status.
   *
   * @param leaving is told the id, on the lane, before the message leaves
   */
  public void send(String from, String to, PhoneContent content, Consumer<String> leaving) {
    lane.call(
        () -> {
          Account account = directory.account(from, "");
          if (to.equals(Jid.STATUS.toString())) {
            phones.post(account, content, leaving);
            return true;
          }
          Jid chat = chat(to);
          if (chat.isGroup()) {
            phones.send(account, groups.find(to), content, leaving);
          } else {
            phones.send(account, known(chat), content, leaving);
          }
          return true;
        });
  }

  /** The phone of an account, which is made when there is none. */
  public SandboxPhone phone(String number) {
    lane.call(() -> directory.account(number, ""));
    return new PhoneHandle(number, this);
  }

  /** The phone number of a user's address, if there is such an account. */
  public Optional<String> number(Jid user) {
    return lane.call(() -> directory.find(user).map(Account::phone));
  }

  private Account known(Jid user) {
    return directory
        .find(user)
        .orElseThrow(() -> new IllegalArgumentException("There is no user " + user + "."));
  }

  <T> T hand(String number, Function<PhoneHand, T> action) {
    return lane.call(() -> action.apply(phones.hand(directory.account(number, ""))));
  }

  <T> T look(String number, BiFunction<Phones, Account, T> question) {
    return lane.call(() -> question.apply(phones, directory.account(number, "")));
  }

  /** The address of a chat: a user, a group or status. */
  Jid chat(String chat) {
    return chat.indexOf('@') < 0
        ? directory.account(chat, "").jid(Jid.LID)
        : Jid.tryParse(chat)
            .orElseThrow(() -> new IllegalArgumentException("The chat is no address: " + chat));
  }

  /** A phone tells the author of a message that it was read. */
  public void read(String reader, String id) {
    lane.call(
        () -> {
          phones.hand(directory.account(reader, "")).receipts("read", List.of(id));
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
