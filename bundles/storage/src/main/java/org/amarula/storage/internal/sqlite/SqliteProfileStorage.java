package org.amarula.storage.internal.sqlite;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One holder's handle of a profile in the database; void after {@link #close}. Thread-safe. */
final class SqliteProfileStorage implements ProfileStorage {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteProfileStorage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Profile profile;
  private final ReadPool readers;
  private final GroupCommitter writer;
  private final PendingBatches pending;

  SqliteProfileStorage(
      Profile profile, ReadPool readers, GroupCommitter writer, PendingBatches pending) {
    this.profile = profile;
    this.readers = readers;
    this.writer = writer;
    this.pending = pending;
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    pending.requireOpen();
    return readers.ask(reader -> reader.read(profile, namespace, key));
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    pending.requireOpen();
    return readers.ask(reader -> reader.read(profile, namespace, keys));
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    pending.requireOpen();
    if (limit < 0) {
      throw new IllegalArgumentException("The limit " + limit + " is negative.");
    }
    return readers.ask(reader -> reader.scan(profile, namespace, prefix, after, limit));
  }

  @Override
  public long count(Namespace namespace) {
    pending.requireOpen();
    return readers.ask(reader -> reader.count(profile, namespace));
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    try {
      pending.add();
    } catch (StorageException e) {
      return CompletableFuture.failedStage(e);
    }
    return writer
        .submit(connection -> connection.apply(profile, batch), pending::settle)
        .minimalCompletionStage();
  }

  @Override
  public void close() {
    if (!pending.close(PATIENCE)) {
      LOG.warn("Profile {} is closed, but batches of it still wait for the disk.", profile);
    }
  }
}
