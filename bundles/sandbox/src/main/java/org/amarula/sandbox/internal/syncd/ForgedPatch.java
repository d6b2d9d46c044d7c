package org.amarula.sandbox.internal.syncd;

import com.google.protobuf.ByteString;
import org.amarula.proto.appstate.SyncdMutation;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.proto.appstate.SyncdRecord;

/** A patch of which one bit is not what its author wrote. Stateless. */
final class ForgedPatch {
  private ForgedPatch() {}

  /**
   * Forges a patch.
   *
   * @param part {@code snapshot} or {@code patch} for these MACs, else the value of a mutation
   */
  static SyncdPatch of(SyncdPatch patch, String part) {
    SyncdPatch.Builder forged = patch.toBuilder();
    if (part.equals("snapshot")) {
      forged.setSnapshotMac(flipped(patch.getSnapshotMac()));
    } else if (part.equals("patch") || patch.getMutationsCount() == 0) {
      forged.setPatchMac(flipped(patch.getPatchMac()));
    } else {
      SyncdMutation.Builder mutation = forged.getMutationsBuilder(0);
      SyncdRecord.Builder changed = mutation.getRecordBuilder();
      changed.getValueBuilder().setBlob(flipped(changed.getValue().getBlob()));
    }
    return forged.build();
  }

  private static ByteString flipped(ByteString bytes) {
    byte[] copy = bytes.toByteArray();
    copy[0] ^= 1;
    return ByteString.copyFrom(copy);
  }
}
