package org.amarula.crypto.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.List;
import org.amarula.proto.account.StoredSkippedSeed;

/** Checked pieces of stored records, spec signal.md 3.6. */
final class StoredFields {
  /** Spec 9.2: no record is larger. */
  static final int MAX_RECORD = 2 << 20;

  /** The version this code writes, and the only one it reads. */
  static final int FORMAT_VERSION = 1;

  /** Deepest nesting of a stored record is five. */
  static final int RECURSION_LIMIT = 32;

  private StoredFields() {}

  /** Wraps an array that nobody writes to any more. */
  static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static byte[] key(ByteString bytes, String name) throws CorruptRecordException {
    return exactly(bytes, KeyChain.KEY_LENGTH, name);
  }

  static byte[] publicKey(ByteString bytes, String name) throws CorruptRecordException {
    byte[] key = exactly(bytes, PublicKeys.LENGTH, name);
    if (!PublicKeys.isValid(key)) {
      throw new CorruptRecordException(name + " does not start with 05");
    }
    return key;
  }

  static void require(boolean holds, String message) throws CorruptRecordException {
    if (!holds) {
      throw new CorruptRecordException(message);
    }
  }

  static KeyChain chain(int index, ByteString key, List<StoredSkippedSeed> stored)
      throws CorruptRecordException {
    byte[] chainKey = key(key, "Chain key");
    require(stored.size() <= SkippedKeys.MAX, "Chain holds " + stored.size() + " skipped keys");
    int[] counters = new int[stored.size()];
    byte[][] seeds = new byte[stored.size()][];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = stored.get(i).getCounter();
      seeds[i] = key(stored.get(i).getSeed(), "Skipped seed");
    }
    require(SkippedKeys.isAscending(counters, index), "Skipped keys are not in order");
    return new KeyChain(index, chainKey, SkippedKeys.of(counters, seeds));
  }

  static List<StoredSkippedSeed> skipped(SkippedKeys skipped) {
    List<StoredSkippedSeed> stored = new ArrayList<>(skipped.size());
    for (int i = 0; i < skipped.size(); i++) {
      stored.add(
          StoredSkippedSeed.newBuilder()
              .setCounter(skipped.counter(i))
              .setSeed(wrap(skipped.seed(i)))
              .build());
    }
    return stored;
  }

  private static byte[] exactly(ByteString bytes, int length, String name)
      throws CorruptRecordException {
    require(bytes.size() == length, name + " has " + bytes.size() + " bytes, not " + length);
    return bytes.toByteArray();
  }
}
