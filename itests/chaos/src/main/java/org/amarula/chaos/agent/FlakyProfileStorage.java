package org.amarula.chaos.agent;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/**
 * One profile of a {@link FlakyStorage}. What fails is not written; what is slow is written at once
 * and told late, in order.
 */
final class FlakyProfileStorage implements ProfileStorage {
  private static final long SLOW_MILLIS = 400;
  private static final String INBOX = "inbox";

  private final ProfileStorage real;
  private final StorageTrouble trouble;
  private final ScheduledExecutorService timer;
  private final boolean forgetful;

  FlakyProfileStorage(
      ProfileStorage real,
      StorageTrouble trouble,
      ScheduledExecutorService timer,
      boolean forgetful) {
    this.real = real;
    this.trouble = trouble;
    this.timer = timer;
    this.forgetful = forgetful;
  }

  @Override
  public Profile profile() {
    return real.profile();
  }

  @Override
  public Optional<Bytes> read(Namespace namespace, String key) {
    checkReads();
    return real.read(namespace, key);
  }

  @Override
  public Map<String, Bytes> read(Namespace namespace, Collection<String> keys) {
    checkReads();
    return real.read(namespace, keys);
  }

  @Override
  public Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit) {
    checkReads();
    return real.scan(namespace, prefix, after, limit);
  }

  @Override
  public long count(Namespace namespace) {
    checkReads();
    return real.count(namespace);
  }

  private void checkReads() {
    if (trouble.hits(StorageTrouble.Kind.FAILING_READS, profile().name())) {
      throw StorageTrouble.failure();
    }
  }

  @Override
  public CompletionStage<Void> commit(Batch batch) {
    if (trouble.hits(StorageTrouble.Kind.FAILING_COMMITS, profile().name())) {
      return CompletableFuture.failedFuture(StorageTrouble.failure());
    }
    CompletionStage<Void> done = real.commit(forgetful ? withoutInbox(batch) : batch);
    if (!trouble.hits(StorageTrouble.Kind.SLOW_COMMITS, profile().name())) {
      return done;
    }
    CompletableFuture<Void> late = new CompletableFuture<>();
    done.whenComplete((none, failure) -> later(() -> complete(late, failure)));
    return late;
  }

  private void later(Runnable task) {
    try {
      timer.schedule(task, SLOW_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      task.run(); // the run is over
    }
  }

  private static void complete(CompletableFuture<Void> stage, Throwable failure) {
    if (failure == null) {
      stage.complete(null);
    } else {
      stage.completeExceptionally(failure);
    }
  }

  private static Batch withoutInbox(Batch batch) {
    Batch.Builder rest = Batch.builder();
    for (Batch.Change change : batch.changes()) {
      if (change.namespace().name().equals(INBOX)) {
        continue;
      }
      if (change.value().isPresent()) {
        rest.put(change.namespace(), change.key(), change.value().get());
      } else {
        rest.delete(change.namespace(), change.key());
      }
    }
    return rest.build();
  }

  @Override
  public void close() {
    real.close();
  }
}
