package org.amarula.messaging.internal.history;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.event.Event;
import org.amarula.api.event.HistoryLost;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Gate;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.media.MediaException;
import org.amarula.messaging.internal.media.MediaProblem;
import org.amarula.messaging.internal.token.TrustedTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles the chunks of history that our phone told of, one after the other in the order of their
 * arrival, while the session goes on (spec/features.md 4.2). Each is tried five times, with waits
 * of 2 to 16 seconds; a file that is gone is asked of the phone once more each time, which has a
 * minute online. A lost connection or a failing store count for nothing: the next login goes on.
 * One that took the process down with it is counted, so that it is given up in the end.
 * Thread-safe.
 */
public final class HistoryDesk {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryDesk.class);
  private static final int MOST_TRIES = 5;
  private static final int ANSWER_SECONDS = 60;

  private final MessengerContext context;
  private final HistoryDuties duties;
  private final HistoryLearner learner;
  private final Gate files;
  private final Reuploads reuploads;
  private Link link; // of the last login; guarded by this, as all below
  private boolean busy; // a chunk is read, or waits for its next try
  private boolean asked; // somebody asked for work while it was busy
  private boolean closed;
  private Gate.Pass pass; // of the file that is held or waited for; null when none is
  private HistoryDuties.Duty awaited; // what the phone uploads again; null when nothing is
  private Plan planned; // null when nothing is

  /** What follows a try. */
  private enum Next {
    /** The next chunk. */
    CHUNK,
    /** Nothing: there is no chunk. */
    NOTHING,
    /** A wait, after which it goes on by itself. */
    WAIT
  }

  /** The desk of one account. */
  public HistoryDesk(
      MessengerContext context,
      AddressBook book,
      Mappings mappings,
      TrustedTokens tokens,
      Gate files,
      SecureRandom random) {
    this.context = context;
    this.duties = new HistoryDuties(context.storage(), context.clock());
    this.learner = new HistoryLearner(context, book, mappings, tokens);
    this.files = files;
    this.reuploads = new Reuploads(random);
  }

  /** Where chunks are kept until they are settled. */
  public HistoryDuties duties() {
    return duties;
  }

  /** Finds what an earlier life left; before the first message is opened. */
  public CompletionStage<Void> recover() {
    return CompletableFuture.runAsync(duties::recover, context.workers());
  }

  /** Settles what there is to settle; returns at once. */
  public void work(Link now) {
    synchronized (this) {
      link = now;
      if (busy || closed) {
        asked = true;
        return;
      }
      busy = true;
    }
    next();
  }

  private void next() {
    Batch.Builder damaged = Batch.builder();
    Stages.begin(
            () -> CompletableFuture.supplyAsync(() -> duties.first(damaged), context.workers()))
        .thenCompose(
            first -> {
              Batch batch = damaged.build();
              if (!batch.isEmpty()) {
                LOG.warn("A stored note of history is damaged and dropped.");
                return context.storage().commit(batch).thenApply(none -> Next.CHUNK);
              }
              return first.isEmpty() ? Stages.of(Next.NOTHING) : attempt(first.get());
            })
        .whenComplete(
            (then, error) -> {
              if (error != null) {
                paused(Stages.cause(error));
              } else if (then == Next.CHUNK || then == Next.NOTHING && isAsked()) {
                next();
              }
            });
  }

  /** Whether somebody asked meanwhile; else it is busy no longer. */
  private synchronized boolean isAsked() {
    busy = asked && !closed;
    asked = false;
    return busy;
  }

  /** The store, or whatever all of us need, fails: the next login goes on. */
  private void paused(Throwable cause) {
    LOG.info("History waits for the next login: {}", cause.getMessage());
    if (isAsked()) {
      next(); // there was another login meanwhile
    }
    if (cause instanceof Error crash) {
      context
          .lane()
          .execute(
              () -> {
                throw crash;
              });
    }
  }

  /** One try; tells what follows. */
  private CompletionStage<Next> attempt(HistoryDuties.Duty duty) {
    int before = duty.row().getTries();
    boolean counts = before > 0 || duties.isInherited(duty.key());
    if (before >= MOST_TRIES) {
      return lost(duty, "unreachable");
    }
    HistoryDuties.Duty counted = counts ? duty.withTries(before + 1) : duty;
    return (counts ? store(counted) : Stages.done())
        .thenCompose(none -> settle(counted))
        .handle((then, error) -> error == null ? Stages.of(then) : failed(duty, counted, error))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Next> settle(HistoryDuties.Duty duty) {
    Link now;
    synchronized (this) {
      now = link;
    }
    Batch.Builder last = Batch.builder();
    CompletionStage<HistoryReceived> learnt =
        duty.hasFile()
            ? inTurn(() -> learner.learn(now, duty.notification(), last))
            : Stages.of(duty.withoutFile());
    return learnt.thenCompose(
        received -> {
          HistoryDuties.delete(last, duty.key());
          return context
              .storage()
              .commit(last.build())
              .thenApply(
                  none -> {
                    LOG.info("History: {}.", received);
                    tell(received);
                    return Next.CHUNK;
                  });
        });
  }

  /** Few files of all accounts are in memory at a time. */
  private <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> reading) {
    Gate.Pass entered = files.enter();
    synchronized (this) {
      pass = entered;
      if (closed) {
        entered.close();
      }
    }
    return entered
        .in()
        .thenCompose(none -> Stages.begin(reading))
        .whenComplete((value, error) -> entered.close());
  }

  private void tell(Event event) {
    if (context.settings().tellsHistory()) {
      context.events().deliver(event);
    }
  }

  private CompletionStage<Next> failed(
      HistoryDuties.Duty before, HistoryDuties.Duty counted, Throwable error) {
    Throwable cause = Stages.cause(error);
    if (cause instanceof LostHistoryException lost) {
      return lost(counted, lost.reason());
    }
    if (cause instanceof MediaException media) {
      return switch (media.problem()) {
        case GONE -> askAgain(before, counted);
        case UNREACHABLE -> later(counted, media.getMessage());
        default -> lost(counted, reason(media.problem()));
      };
    }
    if (cause instanceof RequestRejectedException || cause instanceof ResponseTimeoutException) {
      return later(counted, cause.getMessage());
    }
    if (cause instanceof AmarulaException || cause instanceof RejectedExecutionException) {
      // a lost connection, a failing store: not this chunk's fault
      return store(before).thenCompose(none -> Stages.<Next>failed(cause));
    }
    if (cause instanceof Error) {
      return Stages.failed(cause);
    }
    LOG.error("A chunk of history met an unexpected error.", cause);
    return lost(counted, "unexpected");
  }

  private static String reason(MediaProblem problem) {
    return problem.name().toLowerCase(Locale.ROOT);
  }

  private CompletionStage<Next> lost(HistoryDuties.Duty duty, String reason) {
    HistoryLost lost = duty.lost(reason);
    LOG.warn("History: {}.", lost);
    Batch.Builder batch = Batch.builder();
    HistoryDuties.delete(batch, duty.key());
    return context
        .storage()
        .commit(batch.build())
        .thenApply(
            none -> {
              tell(lost);
              return Next.CHUNK;
            });
  }

  private CompletionStage<Void> store(HistoryDuties.Duty duty) {
    Batch.Builder batch = Batch.builder();
    HistoryDuties.put(batch, duty.key(), duty.row());
    return context.storage().commit(batch.build());
  }

  /** A failed first try is counted now, all others were when they began. */
  private CompletionStage<Next> later(HistoryDuties.Duty duty, String problem) {
    int tries = Math.max(1, duty.row().getTries());
    LOG.info("History is tried again, after {} of {} tries: {}", tries, MOST_TRIES, problem);
    return store(duty.withTries(tries))
        .thenApply(
            none -> {
              plan(1 << Math.min(tries, 4), this::next);
              return Next.WAIT;
            });
  }

  /** spec/features.md 2.6: the phone uploads it again, which ends a try, or it is lost. */
  private CompletionStage<Next> askAgain(HistoryDuties.Duty before, HistoryDuties.Duty counted) {
    int tries = Math.max(1, counted.row().getTries());
    return store(before).thenCompose(none -> ask(counted.withTries(tries)));
  }

  private CompletionStage<Next> ask(HistoryDuties.Duty duty) {
    Link now;
    synchronized (this) {
      awaited = duty;
      now = link;
      plan(ANSWER_SECONDS, () -> answered(duty, Optional.empty()));
    }
    byte[] key = duty.notification().getMediaKey().toByteArray();
    return now.stream()
        .send(reuploads.request(now, duty.row().getMessageId(), key))
        .handle(
            (none, error) ->
                error == null || !callOff(duty)
                    ? Stages.of(Next.WAIT)
                    : Stages.<Next>failed(Stages.cause(error))) // as all that a lost stream ends
        .thenCompose(stage -> stage);
  }

  /** Takes a notification of our account that a file was uploaded again, or was not. */
  public void uploaded(Node notification) {
    HistoryDuties.Duty duty;
    synchronized (this) {
      duty = awaited;
    }
    if (duty != null && notification.hasAttribute("id", duty.row().getMessageId())) {
      byte[] key = duty.notification().getMediaKey().toByteArray();
      answered(duty, Reuploads.directPath(notification, duty.row().getMessageId(), key));
    }
  }

  private void answered(HistoryDuties.Duty duty, Optional<String> directPath) {
    if (!callOff(duty)) {
      return; // it was answered before
    }
    directPath
        .map(path -> store(duty.withDirectPath(path)))
        .orElseGet(() -> lost(duty, "gone").thenAccept(then -> {}))
        .whenComplete(
            (none, error) -> {
              if (error == null) {
                next();
              } else {
                paused(Stages.cause(error));
              }
            });
  }

  private synchronized void plan(int seconds, Runnable work) {
    if (closed) {
      return;
    }
    Plan made = new Plan(work);
    planned = made;
    try {
      made.timer =
          context.timer().schedule(() -> context.lane().execute(made), seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended, and the account with it.");
    }
  }

  /** Waits for the phone no more; tells whether it did. */
  private synchronized boolean callOff(HistoryDuties.Duty duty) {
    if (awaited != duty || closed) {
      return false;
    }
    awaited = null;
    callOff();
    return true;
  }

  private synchronized void callOff() {
    if (planned != null && planned.timer != null) {
      planned.timer.cancel(false);
    }
    planned = null;
  }

  private synchronized boolean begin(Plan plan) {
    if (planned != plan || closed) {
      return false; // called off while it waited for the lane
    }
    planned = null;
    return true;
  }

  /** The login is over: what the phone has not answered is asked anew at the next one. */
  public synchronized void offline() {
    if (awaited != null && callOff(awaited)) {
      busy = false;
    }
  }

  /** Ends for good. */
  public synchronized void close() {
    closed = true;
    callOff();
    if (pass != null) {
      pass.close(); // whether or not what was begun ever ends
    }
  }

  /** Something to be done after a while. */
  private final class Plan implements Runnable {
    private final Runnable work;
    private ScheduledFuture<?> timer; // guarded by the desk

    Plan(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (begin(this)) {
        work.run();
      }
    }
  }
}
