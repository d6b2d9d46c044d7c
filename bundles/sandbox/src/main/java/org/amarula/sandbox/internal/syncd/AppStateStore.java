package org.amarula.sandbox.internal.syncd;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.codec.Node;
import org.amarula.proto.appstate.ExternalBlobReference;
import org.amarula.proto.appstate.SyncdMutation;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.proto.appstate.SyncdSnapshot;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.media.SealedFile;

/** The collections of all accounts (spec features.md 3.13). Confined to the lane. */
public final class AppStateStore {
  /** The names that the protocol knows, in the order of a first sync. */
  public static final List<String> NAMES =
      List.of("critical_block", "critical_unblock_low", "regular_high", "regular", "regular_low");

  private static final int SNAPSHOT_EVERY = 8;
  private static final int MAC = 32;

  private final Map<Account, Map<String, Collected>> accounts = new HashMap<>();
  private final MediaStore media;
  private final SecureRandom random;
  private final List<Witness> witnesses = new ArrayList<>();

  /** Starts empty; snapshots go to this media store. */
  public AppStateStore(MediaStore media, SecureRandom random) {
    this.media = media;
    this.random = random;
  }

  /** Is told of each stored patch. */
  public interface Witness {
    /** A device changed a collection. */
    void changed(Device author, String collection, SyncdPatch patch);
  }

  /** Tells somebody of all patches to come. */
  public void witness(Witness witness) {
    witnesses.add(witness);
  }

  Collected of(Account account, String name) {
    return accounts
        .computeIfAbsent(account, unused -> new HashMap<>())
        .computeIfAbsent(name, unused -> new Collected());
  }

  /** The version of a collection. */
  public long version(Account account, String name) {
    return of(account, name).version();
  }

  /** Stores a patch on top of the present version. */
  public void append(Device author, String name, SyncdPatch patch) {
    SyncdPatch stored = of(author.account(), name).append(patch);
    witnesses.forEach(witness -> witness.changed(author, name, stored));
  }

  /** The rule that a patch breaks, as far as the server can see without the key. */
  static Optional<String> flaw(SyncdPatch patch) {
    boolean macs =
        patch.getSnapshotMac().size() == MAC
            && patch.getPatchMac().size() == MAC
            && !patch.getKeyId().getId().isEmpty();
    if (!macs) {
      return Optional.of("A patch lacks a MAC or the id of its key.");
    }
    if (patch.getMutationsCount() == 0 && !patch.hasExternalMutations()) {
      return Optional.of("A patch changes nothing.");
    }
    for (SyncdMutation mutation : patch.getMutationsList()) {
      boolean sound =
          mutation.getRecord().getIndex().getBlob().size() == MAC
              && mutation.getRecord().getValue().getBlob().size() >= 16 + 16 + MAC
              && !mutation.getRecord().getKeyId().getId().isEmpty();
      if (!sound) {
        return Optional.of("A mutation has an index or a value of a wrong length.");
      }
    }
    return Optional.empty();
  }

  /** The version at which a client at version 0 finds a snapshot, 0 for none. */
  static long snapshotVersion(Collected collection) {
    return collection.version() / SNAPSHOT_EVERY * SNAPSHOT_EVERY;
  }

  /** The snapshot as a reference to a file. */
  Node snapshot(Collected collection, long version) {
    SyncdSnapshot snapshot = collection.snapshot(version);
    SealedFile file = SealedFile.of(snapshot.toByteArray(), "WhatsApp App State Keys", random);
    Blob blob = media.put("md-app-state", file.content().toArray());
    byte[] reference =
        ExternalBlobReference.newBuilder()
            .setMediaKey(ByteString.copyFrom(file.mediaKey().toArray()))
            .setDirectPath(blob.directPath())
            .setFileSizeBytes(file.content().length())
            .setFileSha256(ByteString.copyFrom(file.plainHash().toArray()))
            .setFileEncSha256(ByteString.copyFrom(file.hash().toArray()))
            .build()
            .toByteArray();
    return Node.builder("snapshot").bytes(reference).build();
  }

  static boolean isKnown(String name) {
    return Set.copyOf(NAMES).contains(name);
  }
}
