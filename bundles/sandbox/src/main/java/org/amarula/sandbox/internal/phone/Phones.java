package org.amarula.sandbox.internal.phone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.amarula.codec.Node;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.routing.PhoneLine;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.AppStateChange;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;

/** All simulated phones, one for each account. Confined to the lane. */
public final class Phones implements PhoneLine {
  private final Map<Account, Phone> phones = new HashMap<>();
  private final PhoneTools tools;
  private final List<PhoneListener> listeners = new ArrayList<>();
  private boolean greeting;
  private boolean inlineHistory = true;

  /** Starts with no phone; new companions are not greeted. */
  public Phones(PhoneTools tools) {
    this.tools = tools;
    tools.states().witness(this::judge);
  }

  private void judge(Device author, String collection, SyncdPatch patch) {
    Account account = author.account();
    phones
        .get(account)
        .judge()
        .judge(author.id(), collection, patch)
        .ifPresent(
            flaw -> tools.ledger().violation(account.phone(), author.id(), "app-state-mac", flaw));
  }

  /** Whether phones hand new companions the app state key and the history. */
  public void greeting(boolean wanted) {
    greeting = wanted;
  }

  /** Whether the first chunk of history is inside its notification, of all phones from now on. */
  public void inlineHistory(boolean wanted) {
    inlineHistory = wanted;
    phones.values().forEach(phone -> phone.peers().inline(wanted));
  }

  /** A companion is here and has what waited for it. */
  public void live(Device companion) {
    if (greeting) {
      phones.get(companion.account()).peers().greet(companion);
    }
  }

  /** What changed in the app state of an account, as its phone read it. */
  public List<AppStateChange> changes(Account account) {
    return phones.get(account).judge().changes();
  }

  /** Makes the phone of a new account and tells the keys that the server may hand out. */
  public DeviceKeys equip(Account account, Directory directory) {
    Phone phone = new Phone(account, directory, tools, listeners);
    phone.peers().inline(inlineHistory);
    phones.put(account, phone);
    return phone.keys().stock();
  }

  /** Fills up the one-time keys of an account's phone. */
  public void restock(Account account) {
    phones.get(account).keys().restock();
  }

  @Override
  public void receive(Device phone, Node stanza) {
    phones.get(phone.account()).receive(stanza);
  }

  /**
   * Sends to another account.
   *
   * @param leaving is told the id before the message leaves
   */
  public void send(Account from, Account to, PhoneContent content, Consumer<String> leaving) {
    phones.get(from).outbox().send(to, content, leaving);
  }

  /** Sends to a group. */
  public void send(Account from, Group to, PhoneContent content, Consumer<String> leaving) {
    phones.get(from).outbox().send(to, content, leaving);
  }

  /** Posts to the status of an account. */
  public void post(Account from, PhoneContent content, Consumer<String> leaving) {
    phones.get(from).outbox().status(content, leaving);
  }

  /** What the owner of an account does with its phone besides sending. */
  public PhoneHand hand(Account account) {
    return phones.get(account).hand();
  }

  /** The receipts that reached the phone of an account. */
  public List<ReceivedReceipt> receipts(Account account) {
    return phones.get(account).inbox().receipts();
  }

  /** The chat states that reached the phone of an account. */
  public List<ReceivedChatState> chatStates(Account account) {
    return phones.get(account).inbox().chatStates();
  }

  /** Tells somebody of all that reaches phones from now on. */
  public void listen(PhoneListener listener) {
    listeners.add(listener);
  }

  /** What reached the phone of an account. */
  public List<ReceivedMessage> received(Account account) {
    return phones.get(account).inbox().all();
  }
}
