package org.amarula.supervision.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.messaging.ProfileOutbox;

/** An outbox that holds nothing, whatever it tells, and notes that it was closed. */
record FakeOutbox(List<String> log, IntSupplier told) implements ProfileOutbox {
  @Override
  public int stored() {
    return told.getAsInt();
  }

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public int parked() {
    return 0;
  }

  @Override
  public int capacity() {
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public List<OutboxEntry> entries() {
    return List.of();
  }

  @Override
  public CompletionStage<Boolean> cancel(String id) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Boolean> retry(String id) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletionStage<Integer> retryParked() {
    return CompletableFuture.completedFuture(0);
  }

  @Override
  public void close() {
    log.add("close outbox");
  }
}
