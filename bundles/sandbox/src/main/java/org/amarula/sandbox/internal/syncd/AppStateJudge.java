package org.amarula.sandbox.internal.syncd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.proto.appstate.KeyId;
import org.amarula.proto.appstate.SyncActionData;
import org.amarula.proto.appstate.SyncActionValue;
import org.amarula.proto.appstate.SyncdIndex;
import org.amarula.proto.appstate.SyncdMutation;
import org.amarula.proto.appstate.SyncdMutation.SyncdOperation;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.proto.appstate.SyncdRecord;
import org.amarula.proto.appstate.SyncdValue;
import org.amarula.sandbox.report.AppStateChange;

/**
 * The phone's view of its account's app state: it makes patches, and verifies those of companions
 * as strictly as the specification asks (features.md 3.7). Confined to the lane.
 */
public final class AppStateJudge {
  private final SecureRandom random;
  private final Map<String, View> views = new HashMap<>();
  private final List<AppStateChange> changes = new ArrayList<>();

  private SyncKey key;

  /** Judges with a key that is made when it is needed first. */
  public AppStateJudge(SecureRandom random) {
    this.random = random;
  }

  /** Judges with this key. */
  AppStateJudge(SyncKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /** The key to share. */
  public SyncKey key() {
    if (key == null) {
      key = SyncKey.random(random);
    }
    return key;
  }

  /** What changed so far, oldest first. */
  public List<AppStateChange> changes() {
    return List.copyOf(changes);
  }

  /** A patch that sets one action on top of what was seen last. */
  public SyncdPatch set(String collection, String index, int version, SyncActionValue action) {
    byte[] data =
        SyncActionData.newBuilder()
            .setIndex(ByteString.copyFromUtf8(index))
            .setValue(action)
            .setPadding(ByteString.EMPTY)
            .setVersion(version)
            .build()
            .toByteArray();
    byte[] iv = new byte[16];
    random.nextBytes(iv);
    SyncdMutation mutation =
        SyncdMutation.newBuilder()
            .setOperation(SyncdOperation.SET)
            .setRecord(
                SyncdRecord.newBuilder()
                    .setIndex(
                        SyncdIndex.newBuilder()
                            .setBlob(bytes(key().indexMac(index.getBytes(UTF_8)))))
                    .setValue(SyncdValue.newBuilder().setBlob(bytes(key().seal(true, data, iv))))
                    .setKeyId(keyId()))
            .build();
    View next = view(collection).copy();
    List<byte[]> macs = next.apply(List.of(mutation));
    byte[] snapshotMac = key().snapshotMac(next.hash, next.version, collection);
    return SyncdPatch.newBuilder()
        .addMutations(mutation)
        .setSnapshotMac(bytes(snapshotMac))
        .setPatchMac(bytes(key().patchMac(snapshotMac, macs, next.version, collection)))
        .setKeyId(keyId())
        .build();
  }

  private KeyId keyId() {
    return KeyId.newBuilder().setId(bytes(key().id().toArray())).build();
  }

  private static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }

  private View view(String collection) {
    return views.computeIfAbsent(collection, unused -> new View());
  }

  /** Takes in a stored patch and tells what is wrong with it, if anything is. */
  public Optional<String> judge(int device, String collection, SyncdPatch patch) {
    View next = view(collection).copy();
    List<byte[]> macs = next.apply(patch.getMutationsList());
    views.put(collection, next);
    if (!patch.getKeyId().getId().equals(bytes(key().id().toArray()))) {
      return Optional.of("A patch is made with a key that the phone does not know.");
    }
    byte[] snapshotMac = key().snapshotMac(next.hash, next.version, collection);
    if (!patch.getSnapshotMac().equals(bytes(snapshotMac))) {
      return Optional.of("The snapshot MAC of a patch is wrong.");
    }
    byte[] patchMac = key().patchMac(snapshotMac, macs, next.version, collection);
    if (!patch.getPatchMac().equals(bytes(patchMac))) {
      return Optional.of("The patch MAC of a patch is wrong.");
    }
    for (SyncdMutation mutation : patch.getMutationsList()) {
      boolean set = mutation.getOperation() == SyncdOperation.SET;
      SyncdRecord record = mutation.getRecord();
      Optional<byte[]> data = key().open(set, record.getValue().getBlob().toByteArray());
      if (data.isEmpty() || !take(device, collection, next.version, record, data.get(), !set)) {
        return Optional.of("A record of a patch does not open.");
      }
    }
    return Optional.empty();
  }

  private boolean take(
      int device,
      String collection,
      long version,
      SyncdRecord record,
      byte[] data,
      boolean removed) {
    try {
      ByteString index = SyncActionData.parseFrom(data).getIndex();
      changes.add(new AppStateChange(device, collection, version, index.toStringUtf8(), removed));
      return record.getIndex().getBlob().equals(bytes(key().indexMac(index.toByteArray())));
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** The hash of a collection and the value MACs behind it. */
  private static final class View {
    private final LtHash hash;
    private final Map<ByteString, byte[]> values;
    private long version;

    View() {
      this(new LtHash(), new HashMap<>(), 0);
    }

    private View(LtHash hash, Map<ByteString, byte[]> values, long version) {
      this.hash = hash;
      this.values = values;
      this.version = version;
    }

    View copy() {
      return new View(new LtHash(hash.bytes()), new HashMap<>(values), version);
    }

    /** Applies mutations as the next version and tells their value MACs. */
    List<byte[]> apply(List<SyncdMutation> mutations) {
      List<byte[]> macs = new ArrayList<>();
      version++;
      for (SyncdMutation mutation : mutations) {
        ByteString index = mutation.getRecord().getIndex().getBlob();
        byte[] blob = mutation.getRecord().getValue().getBlob().toByteArray();
        byte[] mac = Arrays.copyOfRange(blob, Math.max(0, blob.length - 32), blob.length);
        macs.add(mac);
        byte[] known = values.remove(index);
        if (known != null) {
          hash.subtract(known);
        }
        if (mutation.getOperation() == SyncdOperation.SET) {
          hash.add(mac);
          values.put(index, mac);
        }
      }
      return macs;
    }
  }
}
