package org.amarula.sandbox;

import java.util.function.Consumer;
import org.amarula.sandbox.internal.server.PhoneControl;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneListener;

/**
 * The simulated phones of a {@link SandboxServer}: what they send beside plain texts, and what
 * reaches them. Free for any thread; lives as long as the server.
 */
public final class SandboxPhones {
  private final PhoneControl control;

  SandboxPhones(PhoneControl control) {
    this.control = control;
  }

  /** Makes an account with a phone, the next free number and this owner. */
  public PhoneAccount create(String name) {
    return control.create(name);
  }

  /**
   * Sends from one account's phone and tells the message id.
   *
   * @param fromPhone an account in digits
   * @param to another account in digits, the address of a group, or {@code status@broadcast}
   * @throws IllegalArgumentException when the content is about a message that this phone does not
   *     know, or there is no such group
   */
  public String send(String fromPhone, String to, PhoneContent content) {
    return control.send(fromPhone, to, content);
  }

  /**
   * Sends as above, and tells the message id before anybody can have the message: what follows from
   * it, follows the call of {@code leaving}.
   *
   * @param leaving called once, on the server's own thread, with the message id; it must return
   *     soon, and what it throws keeps the message back
   */
  public void send(String fromPhone, String to, PhoneContent content, Consumer<String> leaving) {
    control.send(fromPhone, to, content, leaving);
  }

  /**
   * A phone tells the author of a message that it was read.
   *
   * @throws IllegalArgumentException when no such message reached this phone
   */
  public void read(String phone, String id) {
    control.read(phone, id);
  }

  /** Tells a listener of all that reaches phones from now on. */
  public void listen(PhoneListener listener) {
    control.listen(listener);
  }
}
