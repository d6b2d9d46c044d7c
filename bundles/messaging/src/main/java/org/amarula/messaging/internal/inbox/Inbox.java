package org.amarula.messaging.internal.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.proto.account.StoredInboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to the consumers until they confirm. A row stays until then; it is given again
 * after a failure, with growing pauses, and after a restart, flagged as redelivered. Thread-safe.
 */
public final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 8;

  private final InboxTable table;
  private final ProfileStorage storage;
  private final EventSink events;
  private final BiFunction<StoredInboxRow, Boolean, Optional<MessageReceived>> reader;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private final List<String> confirmed = new ArrayList<>(); // guarded by itself
  private boolean confirming; // guarded by confirmed
  private volatile boolean closed;

  /**
   * An inbox.
   *
   * @param reader the event of a row and whether it is given again
   */
  public Inbox(
      InboxTable table,
      ProfileStorage storage,
      EventSink events,
      BiFunction<StoredInboxRow, Boolean, Optional<MessageReceived>> reader,
      Executor workers,
      ScheduledExecutorService timer) {
    this.table = table;
    this.storage = storage;
    this.events = events;
    this.reader = reader;
    this.workers = workers;
    this.timer = timer;
  }

  /** Gives a stored message to the consumers, without waiting for them. */
  public void deliver(String key, StoredInboxRow row, boolean again) {
    deliver(key, row, again, 0);
  }

  /** Gives all rows that are left over, in order; completes when the last was handed over. */
  public CompletionStage<Void> replay() {
    return CompletableFuture.runAsync(
        () -> {
          String last = "";
          Map<String, Bytes> page = table.after(last);
          while (!page.isEmpty() && !closed) {
            for (Map.Entry<String, Bytes> row : page.entrySet()) {
              deliver(row.getKey(), InboxTable.parse(row.getValue()), true);
              last = row.getKey();
            }
            page = table.after(last);
          }
        },
        workers);
  }

  /** Removes what is known for longer than 14 days. */
  public CompletionStage<Void> prune() {
    return CompletableFuture.supplyAsync(table::prune, workers)
        .thenCompose(stage -> stage)
        .thenCompose(more -> more && !closed ? prune() : Stages.done());
  }

  /** Delivers nothing more. */
  public void close() {
    closed = true;
  }

  private void deliver(String key, StoredInboxRow row, boolean again, int failures) {
    if (closed) {
      return;
    }
    Optional<MessageReceived> event = reader.apply(row, again);
    if (event.isEmpty()) {
      confirm(key);
      return;
    }
    Stages.begin(() -> events.deliver(event.get()))
        .whenComplete(
            (none, error) -> {
              if (error == null) {
                confirm(key);
              } else {
                again(key, failures + 1);
              }
            });
  }

  private void again(String key, int failures) {
    if (closed) {
      return;
    }
    long pause = FIRST_PAUSE.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    LOG.debug("A consumer did not confirm a message; it is given again in {} ms.", pause);
    try {
      timer.schedule(
          () -> workers.execute(() -> readAndDeliver(key, failures)), pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended; the message is given again at the next start.");
    }
  }

  private void readAndDeliver(String key, int failures) {
    Optional<StoredInboxRow> row;
    try {
      row = table.row(key);
    } catch (StorageException e) {
      LOG.warn("A message cannot be read from the inbox now: {}", e.getMessage());
      again(key, failures + 1);
      return;
    }
    row.ifPresent(found -> deliver(key, found, true, failures));
  }

  /** Confirmations that come while one is being written go into the next batch together. */
  private void confirm(String key) {
    synchronized (confirmed) {
      confirmed.add(key);
      if (confirming) {
        return;
      }
      confirming = true;
    }
    writeConfirmed();
  }

  private void writeConfirmed() {
    Batch.Builder batch = Batch.builder();
    synchronized (confirmed) {
      if (confirmed.isEmpty()) {
        confirming = false;
        return;
      }
      confirmed.forEach(key -> table.confirm(batch, key));
      confirmed.clear();
    }
    // If this fails the rows stay, and the messages are given again: at least once.
    Stages.begin(() -> storage.commit(batch.build()))
        .whenComplete((none, error) -> workers.execute(this::writeConfirmed));
  }
}
