package org.amarula.sandbox.internal.stanza;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;

/**
 * A message to a group or to status that may pass: who gets which ciphertexts.
 *
 * @param chat the group, or status
 * @param server the kind of all addresses
 * @param mode the addressing mode to tell, empty for status
 * @param hash the server's idea of the participants, empty when it is not compared
 * @param copies one for each device, its own ciphertext before the common one
 */
record GroupFanout(Jid chat, String server, String mode, String hash, List<Copy> copies) {
  /** Who gets a copy. */
  List<Device> readers() {
    return copies.stream().map(Copy::device).toList();
  }

  /** Who gets a ciphertext of its own. */
  List<Device> addressed() {
    return copies.stream()
        .filter(copy -> !copy.encs().get(0).hasAttribute("type", "skmsg"))
        .map(Copy::device)
        .toList();
  }

  /** The ciphertexts for one reader, in order. */
  record Copy(Device device, List<Node> encs) {}
}
