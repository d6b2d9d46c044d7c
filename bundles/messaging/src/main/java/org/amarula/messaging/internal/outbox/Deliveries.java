package org.amarula.messaging.internal.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.connection.SendCancelledException;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.event.OutboxDropped;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.outbox.Entry.Step;
import org.amarula.proto.account.StoredOutboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox while a login is there: the first message of each line, of a few
 * lines at a time. A message leaves when its end is durable. Thread-safe.
 */
final class Deliveries {
  static final int MAX_TRIES = 8;
  static final Duration KEPT = Duration.ofDays(14);
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int MAX_RUNNING = 16;
  private static final int LONGEST_REST_SECONDS = 64;
  private static final int AGAIN_SECONDS = 5;

  private final OutboxSettings settings;
  private final OutboxTable table;
  private final OutboxQueue queue; // guarded by lock, as all below
  private final Object lock;
  private Login login; // null while there is none
  private int running;
  private boolean closed;

  Deliveries(OutboxSettings settings, OutboxTable table, OutboxQueue queue, Object lock) {
    this.settings = settings;
    this.table = table;
    this.queue = queue;
    this.lock = lock;
  }

  /**
   * One login.
   *
   * @param account the user part of the phone number that is logged in
   */
  record Login(Carrier carrier, String account) {}

  void online(Login now) {
    synchronized (lock) {
      login = now;
      queue.all().stream()
          .filter(entry -> entry.step == Step.RESTING && entry.restsUntilOnline)
          .forEach(this::wake);
    }
    sweep();
    pump();
  }

  void offline(Login before) {
    synchronized (lock) {
      if (login == before) {
        login = null;
      }
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      login = null;
    }
  }

  /** Begins as many tries as there may be. */
  void pump() {
    List<Entry> begun = new ArrayList<>();
    Login on;
    synchronized (lock) {
      on = login;
      Optional<Entry> next = on == null || closed ? Optional.empty() : next();
      while (next.isPresent()) {
        begun.add(next.get());
        running++;
        next = next();
      }
    }
    begun.forEach(entry -> settings.workers().execute(() -> attempt(entry, on)));
  }

  private Optional<Entry> next() {
    return running < MAX_RUNNING ? queue.next() : Optional.empty();
  }

  private void attempt(Entry entry, Login on) {
    Stages.begin(() -> attemptNow(entry, on))
        .whenCompleteAsync((result, error) -> ended(entry, result, error), settings.workers());
  }

  private CompletionStage<SendResult> attemptNow(Entry entry, Login on) {
    boolean counts;
    String key;
    int tries;
    synchronized (lock) {
      counts = entry.counts;
      key = entry.key;
      tries = entry.tries;
      if (!entry.account.isEmpty() && !entry.account.equals(on.account())) {
        return Stages.failed(new UnsendableException("It was accepted for another account."));
      }
    }
    StoredOutboxRow row = read(key);
    OutboxMessage message = message(row);
    if (!counts) {
      return on.carrier().carry(message);
    }
    // Counted first, so that one that takes the process down with it is put aside in the end.
    Batch.Builder batch = Batch.builder();
    OutboxTable.put(batch, key, row.toBuilder().setTries(tries + 1).build());
    return settings
        .storage()
        .commit(batch.build())
        .thenComposeAsync(none -> on.carrier().carry(message), settings.workers());
  }

  /** The row of a message; {@link UnsendableException} when it is damaged. */
  StoredOutboxRow read(String key) {
    Optional<Bytes> row = table.read(key);
    try {
      return OutboxTable.parse(row.orElseThrow(() -> new IllegalArgumentException("No row.")));
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  private static OutboxMessage message(StoredOutboxRow row) {
    try {
      return OutboxTable.message(row);
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  static UnsendableException damaged() {
    return new UnsendableException("It is damaged in the outbox.");
  }

  private void ended(Entry entry, SendResult result, Throwable error) {
    Verdict verdict = Verdict.of(result, error);
    Ending ending = null;
    synchronized (lock) {
      running--;
      entry.tried(result, error);
      if (verdict.kind() == Verdict.Kind.SETTLED) {
        ending = settled(entry, result);
      } else {
        if (verdict.kind() == Verdict.Kind.AGAIN || verdict.kind() == Verdict.Kind.HOPELESS) {
          entry.tries++;
          entry.counts = true;
        }
        if (!verdict.problem().isEmpty()) {
          entry.problem = verdict.problem();
        }
        if (entry.cancel != null) {
          ending = dropped(entry, OutboxDropped.Reason.CANCELLED);
        } else if (verdict.kind() == Verdict.Kind.HOPELESS || entry.tries >= MAX_TRIES) {
          ending = parked(entry);
        } else {
          rest(entry, verdict.kind());
        }
      }
    }
    if (ending != null) {
      conclude(entry, ending);
    }
    pump();
  }

  private void rest(Entry entry, Verdict.Kind kind) {
    LOG.debug("Message {} is tried again: {}", entry.id, entry.problem);
    Object rest = new Object();
    queue.putBack(entry, Step.RESTING);
    entry.rest = rest;
    entry.restsUntilOnline = kind == Verdict.Kind.WHEN_ONLINE;
    int seconds =
        switch (kind) {
          case AGAIN -> Math.min(1 << Math.min(entry.tries - 1, 16), LONGEST_REST_SECONDS);
          case LATER -> AGAIN_SECONDS;
          default -> 1;
        };
    plan(
        seconds,
        () -> {
          synchronized (lock) {
            if (entry.step == Step.RESTING && entry.rest == rest) {
              wake(entry);
            }
          }
          pump();
        });
  }

  private void wake(Entry entry) {
    entry.step = Step.WAITING;
    queue.changed(entry);
  }

  private void plan(int seconds, Runnable task) {
    try {
      settings.timer().schedule(() -> settings.workers().execute(task), seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended; what waits is sent after the next start.");
    }
  }

  /** Drops what has waited for too long. */
  void sweep() {
    long oldest = settings.clock().millis() - KEPT.toMillis();
    List<Entry> old = new ArrayList<>();
    synchronized (lock) {
      for (Entry entry : queue.all()) {
        if (entry.storedAt >= oldest) {
          break; // the oldest come first
        }
        if (entry.isIdle()) {
          old.add(entry);
          entry.step = Step.ENDING;
          queue.changed(entry);
        }
      }
    }
    old.forEach(entry -> conclude(entry, dropped(entry, OutboxDropped.Reason.EXPIRED)));
  }

  private Ending settled(Entry entry, SendResult result) {
    return Ending.of(
        () -> deletion(entry),
        () -> {
          gone(entry);
          settings.events().deliver(new OutboxSettled(entry.id, entry.chat, result));
          entry.waiter.complete(result);
          answerCancel(entry, false);
        });
  }

  /** The end of a message that is dropped; one that is cancelled stays if it cannot be written. */
  Ending dropped(Entry entry, OutboxDropped.Reason reason) {
    boolean cancelled = reason == OutboxDropped.Reason.CANCELLED;
    Step before = entry.step;
    return new Ending(
        () -> deletion(entry),
        () -> {
          gone(entry);
          settings
              .events()
              .deliver(new OutboxDropped(entry.id, entry.chat, reason, entry.maybeSent));
          entry.toldUnsent(
              new SendCancelledException(
                  cancelled
                      ? "The message was taken out of the outbox."
                      : "The message waited for " + KEPT.toDays() + " days."));
          answerCancel(entry, true);
        },
        cancelled ? error -> stays(entry, before, error) : null);
  }

  private void stays(Entry entry, Step before, Throwable error) {
    CompletableFuture<Boolean> asked;
    synchronized (lock) {
      asked = entry.cancel;
      entry.cancel = null;
      queue.putBack(entry, before == Step.PARKED ? Step.PARKED : Step.WAITING);
    }
    asked.completeExceptionally(error);
  }

  private Ending parked(Entry entry) {
    return Ending.of(
        () -> {
          Batch.Builder batch = Batch.builder();
          try {
            StoredOutboxRow.Builder row = read(entry.key).toBuilder();
            row.setParked(true).setTries(entry.tries).setProblem(entry.problem);
            OutboxTable.put(batch, entry.key, row.build());
          } catch (UnsendableException e) {
            LOG.error("Message {} of the outbox is damaged in the store.", entry.id);
          }
          return batch.build();
        },
        () -> {
          synchronized (lock) {
            queue.park(entry);
          }
          LOG.warn(
              "Message {} to {} is put aside after {} tries: {}",
              entry.id,
              entry.chat.redacted(),
              entry.tries,
              entry.problem);
          settings
              .events()
              .deliver(
                  new OutboxParked(
                      entry.id, entry.chat, entry.tries, entry.problem, entry.maybeSent));
          entry.toldParked();
        });
  }

  private static Batch deletion(Entry entry) {
    Batch.Builder batch = Batch.builder();
    OutboxTable.delete(batch, entry.key);
    return batch.build();
  }

  private void gone(Entry entry) {
    synchronized (lock) {
      queue.remove(entry);
    }
  }

  private void answerCancel(Entry entry, boolean out) {
    CompletableFuture<Boolean> asked;
    synchronized (lock) {
      asked = entry.cancel;
      entry.cancel = null;
    }
    if (asked != null) {
      asked.complete(out);
    }
  }

  /** Writes how a message leaves its place, then does it. */
  void conclude(Entry entry, Ending ending) {
    synchronized (lock) {
      entry.step = Step.ENDING;
      queue.changed(entry);
    }
    Stages.begin(
            () -> {
              Batch batch = ending.batch().get();
              return batch.isEmpty() ? Stages.done() : settings.storage().commit(batch);
            })
        .whenCompleteAsync((none, error) -> concluded(entry, ending, error), settings.workers());
  }

  private void concluded(Entry entry, Ending ending, Throwable error) {
    if (error == null) {
      ending.then().run();
      dropIfAsked(entry);
    } else if (ending.undo() != null) {
      ending.undo().accept(Stages.cause(error));
      dropIfAsked(entry);
    } else {
      LOG.warn("The outbox cannot be written: {}", Stages.cause(error).getMessage());
      boolean over;
      synchronized (lock) {
        over = closed;
      }
      if (!over) {
        plan(AGAIN_SECONDS, () -> conclude(entry, ending));
      }
    }
    pump();
  }

  /** Drops a message when somebody asked for that and nothing is being done with it. */
  void dropIfAsked(Entry entry) {
    Ending ending = null;
    synchronized (lock) {
      if (entry.cancel != null && entry.isIdle()) {
        ending = dropped(entry, OutboxDropped.Reason.CANCELLED);
        entry.step = Step.ENDING; // in the same step: no try begins any more
        queue.changed(entry);
      }
    }
    if (ending != null) {
      conclude(entry, ending);
    }
  }
}
