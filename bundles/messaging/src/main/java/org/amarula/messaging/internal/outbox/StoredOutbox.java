package org.amarula.messaging.internal.outbox;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.NotConnectedException;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.connection.Credentials;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.internal.account.StoredAccounts;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.outbox.Entry.Step;
import org.amarula.messaging.internal.stanza.MessageId;
import org.amarula.proto.account.StoredContent;
import org.amarula.proto.account.StoredOutboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox of one profile: a log of messages to be sent. A row is written before a message is
 * accepted, and removed when the server has answered it; what is between is sent again under the
 * same id. Thread-safe.
 */
public final class StoredOutbox implements ProfileOutbox {
  private static final Logger LOG = LoggerFactory.getLogger(StoredOutbox.class);
  private static final int MAX_LISTED = 1000;

  private final Object lock = new Object();
  private final OutboxSettings settings;
  private final SecureRandom random;
  private final OutboxTable table;
  private final OutboxQueue queue; // guarded by lock
  private final Deliveries deliveries;
  private String account; // guarded by lock; the number that was linked last, or null
  private boolean closed; // guarded by lock

  /** The outbox in a storage, of which the rows are read. */
  public StoredOutbox(OutboxSettings settings, SecureRandom random) {
    this.settings = settings;
    this.random = random;
    this.table = new OutboxTable(settings.storage(), settings.clock());
    this.queue = new OutboxQueue(new Persons(settings.storage()));
    this.deliveries = new Deliveries(settings, table, queue, lock);
    table.load((key, row) -> queue.load(Entry.loaded(key, row)));
  }

  // Read when it is needed first: most outboxes never see a message before the account is online.
  private String account() {
    if (account == null) {
      account = linked();
    }
    return account;
  }

  private String linked() {
    try {
      return new StoredAccounts(settings.storage(), random, settings.clock())
          .load()
          .flatMap(Credentials::paired)
          .map(link -> link.own().user())
          .orElse("");
    } catch (StorageException e) {
      return ""; // the connection meets the same and tells it
    }
  }

  /**
   * Accepts a message: completes, or fails, as {@link
   * org.amarula.api.connection.Connection#send(Jid, Content, SendOptions)} says.
   *
   * @param to the account or group, or status
   * @param audience of a status; empty else
   * @throws org.amarula.api.AmarulaException when nothing was accepted
   */
  public CompletionStage<SendResult> accept(
      Jid to, Collection<Jid> audience, Content content, SendOptions options) {
    StoredContent stored = StoredContents.write(content);
    deliveries.sweep();
    Entry entry;
    CompletionStage<Void> committed;
    synchronized (lock) {
      if (closed) {
        throw new NotConnectedException(settings.storage().profile(), "stopped");
      }
      StoredOutboxRow row = row(to, audience, stored);
      queue.requireRoom(row.getSerializedSize());
      String key = table.nextKey(row.getId());
      Batch.Builder batch = Batch.builder();
      OutboxTable.put(batch, key, row);
      entry = new Entry(key, to, content.kind(), row.getSerializedSize(), row, Step.STORING);
      entry.endsWhenStored = options.endsWhenStored();
      queue.add(entry);
      committed = Stages.begin(() -> settings.storage().commit(batch.build()));
    }
    committed.whenCompleteAsync((none, error) -> stored(entry, error), settings.workers());
    return entry.waiter;
  }

  private StoredOutboxRow row(Jid to, Collection<Jid> audience, StoredContent content) {
    StoredOutboxRow.Builder row =
        StoredOutboxRow.newBuilder()
            .setId(MessageId.of(settings.clock().instant().getEpochSecond(), account(), random(16)))
            .setTo(to.toString())
            .setContent(content)
            .setSecret(ByteString.copyFrom(random(32)))
            .setAtMillis(settings.clock().millis())
            .setAccount(account());
    audience.forEach(jid -> row.addAudience(jid.toString()));
    return row.build();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void stored(Entry entry, Throwable error) {
    boolean over;
    CompletableFuture<Boolean> asked = null;
    synchronized (lock) {
      over = closed;
      if (error == null) {
        entry.step = Step.WAITING;
        queue.changed(entry);
      } else {
        queue.remove(entry);
        asked = entry.cancel;
      }
    }
    if (error != null) {
      entry.waiter.completeExceptionally(Stages.cause(error));
      if (asked != null) {
        asked.complete(false);
      }
    } else {
      if (over || entry.endsWhenStored) {
        entry.waiter.complete(new SendResult.Stored(entry.id));
      }
      deliveries.dropIfAsked(entry);
    }
    deliveries.pump();
  }

  /**
   * The account is online: what waits is sent from now on.
   *
   * @param number the user part of its phone number
   * @return the mark to give to {@link #offline}
   */
  public Object online(Carrier carrier, String number) {
    Deliveries.Login login = new Deliveries.Login(carrier, number);
    synchronized (lock) {
      account = number;
      if (closed) {
        return login;
      }
      queue.regroup(); // rows of before, and what a connection that crashed has learnt
    }
    deliveries.online(login);
    return login;
  }

  /** A stored mapping has changed: these are the two names of one person from now on. */
  public void learnt(Jid pn, Jid lid) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      queue.regroup(List.of(pn, lid));
    }
    deliveries.pump();
  }

  /** The account is offline, unless it has come online again under another mark. */
  public void offline(Object mark) {
    deliveries.offline((Deliveries.Login) mark);
  }

  @Override
  public int waiting() {
    synchronized (lock) {
      return queue.waiting();
    }
  }

  @Override
  public int stored() {
    synchronized (lock) {
      return queue.stored();
    }
  }

  @Override
  public int parked() {
    synchronized (lock) {
      return queue.parked();
    }
  }

  @Override
  public int capacity() {
    return OutboxQueue.MAX_ENTRIES;
  }

  @Override
  public long bytes() {
    synchronized (lock) {
      return queue.bytes();
    }
  }

  @Override
  public List<OutboxEntry> entries() {
    synchronized (lock) {
      return queue.all().stream()
          .filter(entry -> entry.step != Step.STORING)
          .limit(MAX_LISTED)
          .map(Entry::view)
          .toList();
    }
  }

  @Override
  public CompletionStage<Boolean> cancel(String id) {
    Entry entry;
    CompletableFuture<Boolean> asked;
    synchronized (lock) {
      entry = queue.find(id).orElse(null);
      if (entry == null || closed) {
        return Stages.of(false);
      }
      if (entry.cancel == null) {
        entry.cancel = new CompletableFuture<>();
      }
      asked = entry.cancel;
    }
    deliveries.dropIfAsked(entry); // what is being done with it comes first
    return asked.copy();
  }

  @Override
  public CompletionStage<Boolean> retry(String id) {
    Entry entry;
    String key;
    synchronized (lock) {
      entry = queue.find(id).filter(found -> found.step == Step.PARKED).orElse(null);
      if (entry == null || closed) {
        return Stages.of(false);
      }
      entry.step = Step.ENDING;
      key = table.nextKey(id);
    }
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    deliveries.conclude(entry, again(entry, key, settings.clock().millis(), done));
    return done;
  }

  // As if it was accepted now, but under its id.
  private Ending again(Entry entry, String key, long now, CompletableFuture<Boolean> done) {
    return new Ending(
        () -> {
          StoredOutboxRow row = deliveries.read(entry.key);
          Batch.Builder batch = Batch.builder();
          OutboxTable.delete(batch, entry.key);
          OutboxTable.put(
              batch,
              key,
              row.toBuilder()
                  .clearAccount()
                  .clearTries()
                  .clearParked()
                  .clearProblem()
                  .setAtMillis(now)
                  .build());
          return batch.build();
        },
        () -> {
          synchronized (lock) {
            entry.key = key;
            entry.account = "";
            entry.storedAt = now;
            entry.tries = 0;
            entry.problem = "";
            queue.unpark(entry);
          }
          done.complete(true);
        },
        error -> {
          synchronized (lock) {
            entry.step = Step.PARKED;
          }
          done.completeExceptionally(error);
        });
  }

  @Override
  public CompletionStage<Integer> retryParked() {
    List<String> ids;
    synchronized (lock) {
      ids =
          queue.all().stream()
              .filter(entry -> entry.step == Step.PARKED)
              .map(entry -> entry.id)
              .toList();
    }
    return Stages.all(ids.stream().map(this::retry).toList())
        .thenApply(all -> (int) all.stream().filter(again -> again).count());
  }

  @Override
  public void close() {
    List<Entry> left = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      queue.all().stream().filter(entry -> entry.step != Step.STORING).forEach(left::add);
    }
    deliveries.close();
    left.forEach(entry -> entry.waiter.complete(new SendResult.Stored(entry.id)));
    if (!left.isEmpty()) {
      LOG.info("{} messages of the outbox are sent after the next start.", left.size());
    }
  }
}
