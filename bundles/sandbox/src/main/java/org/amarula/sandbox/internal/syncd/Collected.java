package org.amarula.sandbox.internal.syncd;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.proto.appstate.SyncdMutation;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.proto.appstate.SyncdRecord;
import org.amarula.proto.appstate.SyncdSnapshot;
import org.amarula.proto.appstate.SyncdVersion;

/**
 * One collection of one account as the server sees it: patches by version, opaque. A snapshot needs
 * no key: its MAC is the one that the last patch came with. Confined to the lane.
 */
final class Collected {
  private final List<SyncdPatch> patches = new ArrayList<>();

  long version() {
    return patches.size();
  }

  /** Stores a patch as the next version. */
  SyncdPatch append(SyncdPatch patch) {
    SyncdPatch numbered =
        patch.toBuilder().setVersion(SyncdVersion.newBuilder().setVersion(version() + 1)).build();
    patches.add(numbered);
    return numbered;
  }

  /** The patches after a version. */
  List<SyncdPatch> since(long version) {
    int from = (int) Math.max(0, Math.min(version, version()));
    return List.copyOf(patches.subList(from, patches.size()));
  }

  /** All that is set at a version, which must not be 0. */
  SyncdSnapshot snapshot(long version) {
    Map<ByteString, SyncdRecord> records = new LinkedHashMap<>();
    for (SyncdPatch patch : patches.subList(0, (int) version)) {
      for (SyncdMutation mutation : patch.getMutationsList()) {
        ByteString index = mutation.getRecord().getIndex().getBlob();
        if (mutation.getOperation() == SyncdMutation.SyncdOperation.SET) {
          records.put(index, mutation.getRecord());
        } else {
          records.remove(index);
        }
      }
    }
    SyncdPatch last = patches.get((int) version - 1);
    return SyncdSnapshot.newBuilder()
        .setVersion(last.getVersion())
        .addAllRecords(records.values())
        .setMac(last.getSnapshotMac())
        .setKeyId(last.getKeyId())
        .build();
  }
}
