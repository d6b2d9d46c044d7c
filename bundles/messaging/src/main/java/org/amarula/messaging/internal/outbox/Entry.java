package org.amarula.messaging.internal.outbox;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.proto.account.StoredOutboxRow;

/** A message of the outbox, without its content. Guarded by the outbox's lock. */
final class Entry {
  final String id;
  final Jid chat;
  final String kind;
  final int size;
  String key;
  String account;
  long storedAt;
  int tries;
  String problem;
  Step step;
  Line line; // null: it is put aside, or gone
  boolean taken; // by a try, until it waits for another, is put aside or gone
  boolean maybeSent; // a try may have reached the server
  boolean counts; // the next try is counted in the store before it begins
  Object rest; // the rest that was planned last
  boolean restsUntilOnline;
  boolean endsWhenStored;
  CompletableFuture<SendResult> waiter = new CompletableFuture<>();
  CompletableFuture<Boolean> cancel; // null: nobody wants it out
  private SendResult lastResult; // of the last try, or null
  private Throwable lastError; // of the last try, or null

  /** What it does. */
  enum Step {
    /** Its first batch is not durable yet. */
    STORING,
    /** It is to be sent when its turn comes. */
    WAITING,
    /** A try runs. */
    SENDING,
    /** A try has failed, and the next is some time off. */
    RESTING,
    /** Its end is being written. */
    ENDING,
    /** It is put aside. */
    PARKED
  }

  Entry(String key, Jid chat, String kind, int size, StoredOutboxRow row, Step step) {
    this.key = key;
    this.id = OutboxTable.id(key);
    this.chat = chat;
    this.kind = kind;
    this.size = size;
    this.account = row.getAccount();
    this.storedAt = row.getAtMillis();
    this.tries = row.getTries();
    this.problem = row.getProblem();
    this.step = step;
  }

  /** One that another process left behind: whether it tried is not known. */
  static Entry loaded(String key, Bytes bytes) {
    StoredOutboxRow row = StoredOutboxRow.getDefaultInstance();
    Jid chat = Jid.SERVER;
    String kind = "unknown";
    try {
      row = OutboxTable.parse(bytes);
      OutboxMessage message = OutboxTable.message(row);
      chat = message.to();
      kind = message.content().kind();
    } catch (IllegalArgumentException e) {
      row = row.toBuilder().setAtMillis(OutboxTable.millis(key)).build();
      kind = "damaged"; // it is parked when its turn comes, and told then
    }
    Step step = row.getParked() ? Step.PARKED : Step.WAITING;
    Entry entry = new Entry(key, chat, kind, bytes.length(), row, step);
    entry.counts = true;
    entry.maybeSent = true;
    return entry;
  }

  /** Whether nothing is being done with it. */
  boolean isIdle() {
    return step == Step.WAITING || step == Step.RESTING || step == Step.PARKED;
  }

  /** A try has ended. */
  void tried(SendResult result, Throwable error) {
    lastResult = result;
    lastError = error == null ? null : Stages.cause(error);
    maybeSent |= result instanceof SendResult.OutcomeUnknown;
  }

  /** Tells whoever waits that it is put aside. */
  void toldParked() {
    if (lastResult instanceof SendResult.Rejected) {
      waiter.complete(lastResult);
    } else {
      toldUnsent(lastError == null ? new UnsendableException(problem) : lastError);
    }
  }

  /** Tells whoever waits that it is not tried any more. */
  void toldUnsent(Throwable reason) {
    if (maybeSent) {
      waiter.complete(new SendResult.OutcomeUnknown(id));
    } else {
      waiter.completeExceptionally(reason);
    }
  }

  OutboxEntry view() {
    OutboxEntry.State state =
        switch (step) {
          case PARKED -> OutboxEntry.State.PARKED;
          case SENDING -> OutboxEntry.State.SENDING;
          default -> OutboxEntry.State.WAITING;
        };
    return new OutboxEntry(id, chat, kind, state, tries, Instant.ofEpochMilli(storedAt), problem);
  }
}
