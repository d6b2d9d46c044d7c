package org.amarula.messaging.internal.device;

import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.crypto.pairing.DeviceIdentityRefusal;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.KeyIndexList;
import org.amarula.crypto.pairing.KeyIndexListVerifier;

/** Which devices of a list the account itself vouches for, spec/signal.md 6.4. */
final class KeyIndexCheck {
  private KeyIndexCheck() {}

  /**
   * The devices to be used.
   *
   * @param identity the 33-byte identity of the user's phone; empty while unknown
   */
  static Result check(List<Device> devices, byte[] signedList, Optional<Bytes> identity) {
    try {
      KeyIndexList list =
          identity.isPresent()
              ? KeyIndexListVerifier.verify(signedList, raw(identity.get()))
              : KeyIndexListVerifier.verify(signedList);
      List<Device> kept =
          devices.stream().filter(device -> list.lists(device.id(), device.keyIndex())).toList();
      return new Result(kept, "");
    } catch (DeviceIdentityRefusedException e) {
      if (identity.isEmpty() || e.refusal() == DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN) {
        return new Result(devices, ""); // no key to check with: as if there were no list
      }
      return new Result(
          devices.stream().filter(device -> device.id() == 0).toList(), "key-index-list");
    }
  }

  private static byte[] raw(Bytes identity) {
    byte[] key = identity.toArray();
    return java.util.Arrays.copyOfRange(key, 1, key.length);
  }

  /** The devices that are kept, and the check that failed, or empty. */
  record Result(List<Device> devices, String failed) {}
}
