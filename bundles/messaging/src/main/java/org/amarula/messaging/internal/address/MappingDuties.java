package org.amarula.messaging.internal.address;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.history.LIDMigrationMapping;
import org.amarula.proto.history.LIDMigrationMappingSyncPayload;

/**
 * The mappings that our own phone told in a LID_MIGRATION_MAPPING_SYNC message (spec/signal.md
 * 8.1). They are kept with the ratchet step of that message and learnt afterwards, each in the
 * custody of its user; what a crash left is learnt at the next login. Thread-safe.
 */
public final class MappingDuties {
  private static final int PART = 64;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DUTIES = 100;

  private final ProfileStorage storage;
  private final AddressBook book;
  private final Executor workers;

  /** The duties in {@code storage}. */
  public MappingDuties(ProfileStorage storage, AddressBook book, Executor workers) {
    this.storage = storage;
    this.book = book;
    this.workers = workers;
  }

  /**
   * Adds what is to be learnt to {@code batch}.
   *
   * @param key of the message that told it
   * @return whether it can be read at all
   */
  public boolean add(Batch.Builder batch, String key, byte[] payload) {
    try {
      parse(payload);
      batch.put(Tables.MAPPING_DUTY, key, Bytes.wrap(payload));
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** Learns all that is to be learnt; completes when that is durable. */
  public CompletionStage<Void> settle() {
    return CompletableFuture.supplyAsync(
            () -> storage.scan(Tables.MAPPING_DUTY, "", "", MAX_DUTIES), workers)
        .thenCompose(this::settle);
  }

  private CompletionStage<Void> settle(Map<String, Bytes> duties) {
    CompletionStage<Void> chain = Stages.done();
    for (Map.Entry<String, Bytes> duty : duties.entrySet()) {
      for (Map<Jid, Jid> part : parts(duty.getValue())) {
        chain = chain.thenCompose(none -> book.learn(part));
      }
      chain =
          chain.thenCompose(
              none ->
                  storage.commit(
                      Batch.builder().delete(Tables.MAPPING_DUTY, duty.getKey()).build()));
    }
    return chain;
  }

  private static List<Map<Jid, Jid>> parts(Bytes payload) {
    List<Map<Jid, Jid>> parts = new ArrayList<>();
    Map<Jid, Jid> part = new LinkedHashMap<>();
    try {
      for (LIDMigrationMapping mapping : parse(payload.toArray()).getPnToLidMappingsList()) {
        // latestLid wins: the LID of now, not that of the time of the migration
        long lid = mapping.hasLatestLid() ? mapping.getLatestLid() : mapping.getAssignedLid();
        if (mapping.getPn() == 0 || lid == 0) {
          continue;
        }
        part.put(
            Jid.of(Long.toUnsignedString(mapping.getPn()), Jid.PN),
            Jid.of(Long.toUnsignedString(lid), Jid.LID));
        if (part.size() == PART) {
          parts.add(part);
          part = new LinkedHashMap<>();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return List.of(); // it was readable when it was kept: a damaged row tells nothing
    }
    parts.add(part);
    return parts;
  }

  private static LIDMigrationMappingSyncPayload parse(byte[] payload)
      throws InvalidProtocolBufferException {
    if (payload.length > MAX_BYTES) {
      throw new InvalidProtocolBufferException("The list of mappings is too long.");
    }
    CodedInputStream input = CodedInputStream.newInstance(payload);
    input.setRecursionLimit(4);
    try {
      return LIDMigrationMappingSyncPayload.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }
}
