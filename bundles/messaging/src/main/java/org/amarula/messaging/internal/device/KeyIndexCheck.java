package org.amarula.messaging.internal.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.amarula.api.Bytes;
import org.amarula.crypto.pairing.DeviceIdentityRefusal;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.KeyIndexList;
import org.amarula.crypto.pairing.KeyIndexListVerifier;

/**
 * Which devices of a list the account itself vouches for, spec/signal.md 6.4.
 *
 * @param identity the 33-byte identity of the user's phone; empty while unknown
 * @param cached the devices that were known before
 * @param before what is remembered of the list that was accepted last
 */
record KeyIndexCheck(Optional<Bytes> identity, List<Device> cached, KeyIndexStamp before) {
  /** The devices to be used. */
  Result check(List<Device> devices, byte[] signedList) {
    try {
      KeyIndexList list =
          identity.isPresent()
              ? KeyIndexListVerifier.verify(signedList, raw(identity.get()))
              : KeyIndexListVerifier.verify(signedList);
      boolean anew = !before.isNone() && list.rawId() != before.rawId();
      if (!anew && list.timestamp() < before.timestamp()) {
        // Whoever was unlinked since would be back: nobody comes in by an old list.
        return kept(devices, this::isCached, "key-index-list-outdated");
      }
      List<Device> kept = filtered(devices, device -> isKept(list, device, anew));
      return new Result(kept, "", new KeyIndexStamp(list.rawId(), list.timestamp()), anew);
    } catch (DeviceIdentityRefusedException e) {
      if (identity.isEmpty() || e.refusal() == DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN) {
        return kept(devices, device -> true, ""); // no key to check with: as if there were no list
      }
      return kept(devices, device -> false, "key-index-list");
    }
  }

  // What came by a notice may be newer than the list; not if the account registered anew.
  private boolean isKept(KeyIndexList list, Device device, boolean anew) {
    return list.lists(device.id(), device.keyIndex())
        || (!anew && isCached(device) && list.keepsCached(device.id(), device.keyIndex()));
  }

  private boolean isCached(Device device) {
    return cached.contains(device);
  }

  private Result kept(List<Device> devices, Predicate<Device> companions, String failed) {
    return new Result(filtered(devices, companions), failed, before, false);
  }

  private static List<Device> filtered(List<Device> devices, Predicate<Device> companions) {
    return devices.stream().filter(device -> device.id() == 0 || companions.test(device)).toList();
  }

  private static byte[] raw(Bytes identity) {
    byte[] key = identity.toArray();
    return Arrays.copyOfRange(key, 1, key.length);
  }

  /**
   * What came of it.
   *
   * @param devices those that are kept
   * @param failed the check that failed, or empty
   * @param stamp what is to be remembered
   * @param anew whether the account registered anew: its sessions lead nowhere any more
   */
  record Result(List<Device> devices, String failed, KeyIndexStamp stamp, boolean anew) {}
}
