package org.amarula.sandbox.phone;

import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what reaches the simulated phones, in the order in which it does. Called on the server's
 * own thread: it must return soon.
 */
@ConsumerType
public interface PhoneListener {
  /**
   * A message reached a phone, readable or not.
   *
   * @param phone the phone's number in digits
   */
  void received(String phone, ReceivedMessage message);

  /** A receipt for messages of a phone reached it. */
  void receipt(String phone, ReceivedReceipt receipt);
}
