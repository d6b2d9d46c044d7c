package org.amarula.sandbox.internal.devices;

import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.keys.DeviceKeys;

/**
 * One device of an account; device 0 is the simulated phone. Lives until it is unlinked.
 *
 * @param account whose it is
 * @param id 0 for the phone
 * @param keyIndex its place in the account's key index list, 0 for the phone
 * @param noiseKey the Noise key it logs in with, empty for the phone
 * @param signedIdentity the complete ADVSignedDeviceIdentity, empty for the phone
 * @param keys its public Signal keys
 */
public record Device(
    Account account, int id, int keyIndex, Bytes noiseKey, Bytes signedIdentity, DeviceKeys keys) {

  /** Whether this is the account's phone. */
  public boolean isPhone() {
    return id == 0;
  }

  /** The address on one server, {@link Jid#PN} or {@link Jid#LID}. */
  public Jid jid(String server) {
    return account.jid(server).withDevice(id);
  }

  /** The account's phone number and the device's id, as ledgers name it. */
  public String name() {
    return account.phone() + ":" + id;
  }

  /** What faults match by. */
  public Map<String, String> facts() {
    return Map.of("account", account.phone(), "device", Integer.toString(id));
  }

  /** The device as lists of devices name it, on one server. */
  public Node toNode(String server) {
    return Node.builder("device")
        .attribute("jid", jid(server))
        .attribute("key-index", isPhone() ? null : Integer.toString(keyIndex))
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return this == other; // a device paired anew is another one
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "Device[" + jid(Jid.PN).redacted() + "]";
  }
}
