package org.amarula.sandbox.internal.stanza;

import java.util.List;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;

/**
 * A message that may pass: who gets which ciphertext.
 *
 * @param recipient the account it is addressed to
 * @param server the kind of all its addresses
 * @param copies one for each device
 */
record Fanout(Account recipient, String server, List<Copy> copies) {
  /** Who gets a copy. */
  List<Device> readers() {
    return copies.stream().map(Copy::device).toList();
  }

  /** One ciphertext and its reader. */
  record Copy(Device device, Node enc) {}
}
