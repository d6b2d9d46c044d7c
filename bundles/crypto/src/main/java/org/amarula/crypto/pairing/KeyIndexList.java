package org.amarula.crypto.pairing;

import java.util.Set;
import java.util.TreeSet;
import org.amarula.proto.pairing.ADVEncryptionType;
import org.amarula.proto.pairing.ADVKeyIndexList;

/**
 * The companions that an account vouches for, by their key indexes (signal.md 6.4).
 *
 * @param rawId identifies one registration of the account; a change means it registered anew
 * @param timestamp unix seconds; an older list than the stored one is ignored
 * @param currentIndex the highest key index given out so far
 * @param validIndexes the key indexes of the companions that still belong to the account
 * @param hostedAccount whether the account is hosted by a business provider
 */
public record KeyIndexList(
    long rawId, long timestamp, long currentIndex, Set<Long> validIndexes, boolean hostedAccount) {

  /** Copies the indexes. */
  public KeyIndexList {
    validIndexes = Set.copyOf(validIndexes);
  }

  /**
   * Whether a device of the server's list is kept: the phone always, a companion if it is valid.
   */
  public boolean lists(int deviceId, long keyIndex) {
    return deviceId == 0 || validIndexes.contains(keyIndex);
  }

  /** Whether a device known from before is kept: also when it is newer than this list. */
  public boolean keepsCached(int deviceId, long keyIndex) {
    return lists(deviceId, keyIndex) || keyIndex > currentIndex;
  }

  static KeyIndexList of(ADVKeyIndexList list) {
    Set<Long> indexes = new TreeSet<>();
    list.getValidIndexesList().forEach(index -> indexes.add(Integer.toUnsignedLong(index)));
    return new KeyIndexList(
        Integer.toUnsignedLong(list.getRawId()),
        list.getTimestamp(),
        Integer.toUnsignedLong(list.getCurrentIndex()),
        indexes,
        list.getAccountType() == ADVEncryptionType.HOSTED);
  }

  byte[] toBytes() {
    ADVKeyIndexList.Builder list =
        ADVKeyIndexList.newBuilder()
            .setRawId((int) rawId)
            .setTimestamp(timestamp)
            .setCurrentIndex((int) currentIndex);
    new TreeSet<>(validIndexes).forEach(index -> list.addValidIndexes(index.intValue()));
    if (hostedAccount) {
      list.setAccountType(ADVEncryptionType.HOSTED);
    }
    return list.build().toByteArray();
  }
}
