package org.amarula.messaging.internal.address;

import com.google.protobuf.InvalidProtocolBufferException;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredMapping;

/** The two rows of a mapping. */
public final class MappingRows {
  private MappingRows() {}

  /** Adds a mapping, under both of its names. */
  public static void put(Batch.Builder batch, Jid pn, Jid lid) {
    Bytes row =
        Bytes.wrap(
            StoredMapping.newBuilder()
                .setPn(pn.toString())
                .setLid(lid.toString())
                .build()
                .toByteArray());
    batch.put(Tables.MAPPING, pn.toString(), row).put(Tables.MAPPING, lid.toString(), row);
  }

  /** The two names in a row. */
  public static AddressPair pair(Bytes row) {
    Mapping mapping = parse(row);
    return new AddressPair(mapping.pn(), mapping.lid());
  }

  static Mapping parse(Bytes row) {
    try {
      StoredMapping stored = StoredMapping.parseFrom(row.toArray());
      return new Mapping(Jid.parse(stored.getPn()), Jid.parse(stored.getLid()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StorageException("A stored mapping of two addresses is damaged.", e);
    }
  }

  /** A PN and its LID. */
  record Mapping(Jid pn, Jid lid) {}
}
