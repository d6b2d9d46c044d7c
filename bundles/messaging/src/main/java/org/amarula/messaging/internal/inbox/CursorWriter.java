package org.amarula.messaging.internal.inbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what changes in the inbox: one batch at a time, and what comes meanwhile goes into the
 * next together. What could not be written stays to be written: until then a crash means a repeat,
 * never a loss. Guarded by the inbox's lock.
 */
final class CursorWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CursorWriter.class);
  private static final int MAX_REMOVED = 500;
  private static final int MAX_LAZY = 64;
  private static final int LAZY_SECONDS = 1;
  private static final int AGAIN_SECONDS = 5;

  private final InboxSettings settings;
  private final Object lock;
  private Pending pending; // null: nothing is to be written
  private Pending current;
  private boolean writing;
  private boolean planned;
  private boolean closed;
  private int lazy;

  CursorWriter(InboxSettings settings, Object lock) {
    this.settings = settings;
    this.lock = lock;
  }

  private Pending pending() {
    if (pending == null) {
      pending = new Pending();
    }
    return pending;
  }

  private boolean isIdle() {
    return pending == null || pending.isEmpty();
  }

  /** The cursor has moved. */
  void changed(Reader reader) {
    pending().cursors.add(reader);
    write();
  }

  /** The cursor has moved, and it does not matter much if that is forgotten. */
  void changedLazily(Reader reader) {
    pending().cursors.add(reader);
    lazy++;
    if (lazy >= MAX_LAZY) {
      write();
    } else if (!planned) {
      plan(LAZY_SECONDS);
    }
  }

  /** Everybody has confirmed the row. */
  void remove(String key) {
    pending().removed.add(key);
    write();
  }

  /** Something that goes with the next change; {@code then} runs when both are durable. */
  void also(Consumer<Batch.Builder> change, Runnable then) {
    pending().changes.add(change);
    pending().then.add(then);
  }

  /** The reader has gone: nothing is written of it any more. */
  void forget(Reader reader) {
    if (pending != null) {
      pending.cursors.remove(reader);
    }
    if (current != null) {
      current.cursors.remove(reader); // should it fail, all but this is written again
    }
  }

  /** Completes when all changes until now are durable, fails when writing them did. */
  CompletionStage<Void> written() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    pending().waiting.add(done);
    write();
    return done;
  }

  /** Writes all that is left, behind what is being written; what fails now is not tried again. */
  void writeLast() {
    closed = true;
    if (writing) {
      pending().putBefore(current); // in case that it fails: the same changes twice are one change
    }
    while (!isIdle()) {
      commit(next());
    }
  }

  private void write() {
    if (!writing && !isIdle()) {
      writing = true;
      Pending batch = next();
      current = batch;
      commit(batch).whenCompleteAsync((none, error) -> wrote(batch, error), settings.workers());
    }
  }

  private CompletionStage<Void> commit(Pending batch) {
    Batch.Builder builder = Batch.builder();
    batch.changes.forEach(change -> change.accept(builder));
    for (Reader reader : batch.cursors) {
      builder.put(Tables.INBOX_CURSOR, reader.name(), reader.cursor().encode());
    }
    batch.removed.forEach(key -> InboxTable.remove(builder, key));
    Batch built = builder.build();
    return built.isEmpty() ? Stages.done() : Stages.begin(() -> settings.storage().commit(built));
  }

  // What fits into one batch; whoever waits is in the last one.
  private Pending next() {
    lazy = 0;
    Pending batch = pending;
    pending = null;
    if (batch.removed.size() > MAX_REMOVED) {
      Iterator<String> keys = batch.removed.iterator();
      Set<String> first = new LinkedHashSet<>();
      while (first.size() < MAX_REMOVED) {
        first.add(keys.next());
        keys.remove();
      }
      pending().removed.addAll(batch.removed);
      pending().waiting.addAll(batch.waiting);
      batch.removed.clear();
      batch.removed.addAll(first);
      batch.waiting.clear();
    }
    return batch;
  }

  private void wrote(Pending batch, Throwable error) {
    synchronized (lock) {
      writing = false;
      if (error == null) {
        write();
      } else {
        LOG.warn("The inbox cannot be written: {}", Stages.cause(error).getMessage());
        again(batch);
      }
    }
    if (error == null) {
      batch.then.forEach(Runnable::run);
      batch.waiting.forEach(done -> done.complete(null));
    } else {
      batch.waiting.forEach(done -> done.completeExceptionally(Stages.cause(error)));
    }
  }

  // The end has written it once more, and its successor may have written since.
  private void again(Pending failed) {
    if (!closed) {
      pending().putBefore(failed);
      plan(AGAIN_SECONDS);
    }
  }

  private void plan(int seconds) {
    planned = true;
    try {
      settings
          .timer()
          .schedule(
              () -> settings.workers().execute(this::writePlanned), seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended; what is not written is told again at the next start.");
    }
  }

  private void writePlanned() {
    synchronized (lock) {
      planned = false;
      write();
    }
  }

  /** What is to be written. */
  private static final class Pending {
    private final Set<Reader> cursors = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final List<Consumer<Batch.Builder>> changes = new ArrayList<>();
    private final List<Runnable> then = new ArrayList<>();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    boolean isEmpty() {
      return cursors.isEmpty() && removed.isEmpty() && changes.isEmpty() && waiting.isEmpty();
    }

    // Those who waited for the failed batch are told; its changes are not given up.
    void putBefore(Pending failed) {
      cursors.addAll(failed.cursors);
      removed.addAll(failed.removed);
      changes.addAll(0, failed.changes);
      then.addAll(0, failed.then);
    }
  }
}
