package org.amarula.messaging.internal.inbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.amarula.api.Bytes;
import org.amarula.api.event.Event;
import org.amarula.api.event.EventsMissed;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.ParkedStanza;
import org.amarula.api.instance.SubscriptionStatus;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox of one profile: a log of messages, and a cursor for each durable subscription and one
 * for all observers together. A row is removed when all of them have passed it. Thread-safe.
 */
public final class StoredInbox implements ProfileInbox {
  private static final Logger LOG = LoggerFactory.getLogger(StoredInbox.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_LISTED = 1000;
  private static final int MAX_REPLAYED = 256;
  private static final int PAGE = 250;

  private final Object lock = new Object();
  private final InboxSettings settings;
  private final InboxTable table;
  private final ParkedRows parkedRows;
  private final ParkedStanzas parkedStanzas;
  private final RowEvents rows;
  private final CursorWriter writer; // guarded by lock
  private final Handover handover; // guarded by lock
  private final Arrivals arrivals = new Arrivals(); // guarded by lock
  private Object session; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * The inbox in a storage, of which the cursors are read.
   *
   * @param events the event of a row and whether it may have been shown before
   */
  public StoredInbox(
      InboxSettings settings,
      BiFunction<StoredInboxRow, Boolean, Optional<MessageReceived>> events) {
    this.settings = settings;
    this.table = new InboxTable(settings.storage(), settings.clock());
    this.parkedRows = new ParkedRows(settings.storage());
    this.parkedStanzas = new ParkedStanzas(settings.storage(), settings.clock());
    this.rows = new RowEvents(events, settings.consumers());
    this.writer = new CursorWriter(settings, lock);
    Map<String, Cursor> cursors = cursors();
    String highest =
        cursors.values().stream().map(Cursor::position).max(String::compareTo).orElse("");
    String last = table.last(highest);
    this.handover = new Handover(settings, table, writer, rows, lock, last);
    Cursor observed = cursors.remove(Reader.OBSERVERS);
    Reader observers = new Reader(Reader.OBSERVERS, observed == null ? new Cursor("") : observed);
    observers.attach(last);
    handover.add(observers);
    cursors.forEach((name, cursor) -> handover.add(new Reader(name, cursor)));
  }

  private Map<String, Cursor> cursors() {
    Map<String, Cursor> found = new LinkedHashMap<>();
    String last = "";
    Map<String, Bytes> page = settings.storage().scan(Tables.INBOX_CURSOR, "", last, PAGE);
    while (!page.isEmpty()) {
      for (Map.Entry<String, Bytes> entry : page.entrySet()) {
        last = entry.getKey();
        found.put(last, Cursor.decode(entry.getValue()));
      }
      page = settings.storage().scan(Tables.INBOX_CURSOR, "", last, PAGE);
    }
    return found;
  }

  /** What is known of ciphertexts and messages. */
  public InboxTable table() {
    return table;
  }

  /** What could not be handled. */
  public ParkedStanzas stanzas() {
    return parkedStanzas;
  }

  /**
   * Commits a batch together with a message, and has it told when it is durable. Messages become
   * visible in the order of their keys, whatever thread they come from: key and commit are one
   * step.
   *
   * @param through the storage to commit through, which may refuse a messenger that is replaced
   * @param first what is to be told before the message
   */
  public CompletionStage<Void> append(
      ProfileStorage through,
      Batch.Builder batch,
      String hash,
      StoredInboxRow row,
      List<Event> first) {
    Arrivals.Arrival arrival;
    CompletionStage<Void> committed;
    synchronized (lock) {
      String key = table.add(batch, hash, row);
      arrival = arrivals.begin(key, row, first);
      committed = Stages.begin(() -> through.commit(batch.build()));
    }
    return committed.whenCompleteAsync(
        (none, error) -> ended(arrival, error == null), settings.workers());
  }

  private void ended(Arrivals.Arrival arrival, boolean durable) {
    synchronized (lock) {
      for (Arrivals.Arrival next : arrivals.ended(arrival, durable)) {
        if (!closed) {
          next.events.forEach(settings.consumers()::deliver);
          handover.arrived(next.key, next.row);
        }
      }
    }
  }

  /**
   * The account is online: what waits is given from now on.
   *
   * @param own its names: what was received for others is parked and not given
   * @return the mark to give to {@link #offline}
   */
  public Object online(OwnAddress own) {
    synchronized (lock) {
      Object mark = new Object();
      session = mark;
      if (!closed) {
        handover.online(own);
      }
      return mark;
    }
  }

  /** The account is offline, unless it has come online again under another mark. */
  public void offline(Object mark) {
    synchronized (lock) {
      if (session == mark) {
        handover.offline();
      }
    }
  }

  @Override
  public void attach(String subscription) {
    if (!NAME.matcher(subscription).matches()) {
      throw new IllegalArgumentException(
          "A subscription is 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    synchronized (lock) {
      if (!closed) {
        Reader reader =
            handover.reader(subscription).orElseGet(() -> begin(subscription, observed()));
        reader.attach(handover.released());
        handover.wake(reader);
      }
    }
  }

  // What the observers were not told, after a crash, is there for a new subscription as well.
  private String observed() {
    return handover.reader(Reader.OBSERVERS).orElseThrow().cursor().position();
  }

  private Reader begin(String subscription, String position) {
    LOG.info("Messages wait for the subscription {} from now on.", subscription);
    Reader reader = new Reader(subscription, new Cursor(position));
    handover.add(reader);
    writer.changed(reader);
    return reader;
  }

  @Override
  public void detach(String subscription) {
    synchronized (lock) {
      handover.reader(subscription).ifPresent(Reader::detach);
    }
  }

  @Override
  public List<SubscriptionStatus> subscriptions() {
    Map<String, Long> waiting = new LinkedHashMap<>();
    Map<String, Cursor> cursors = new LinkedHashMap<>();
    Map<String, Boolean> attached = new LinkedHashMap<>();
    String last = null;
    synchronized (lock) {
      for (Reader reader : handover.readers()) {
        if (!reader.isObservers()) {
          Cursor copy = Cursor.decode(reader.cursor().encode());
          cursors.put(reader.name(), copy);
          attached.put(reader.name(), reader.isAttached());
          waiting.put(reader.name(), 0L);
          last = last == null || copy.low().compareTo(last) < 0 ? copy.low() : last;
        }
      }
    }
    Map<String, Bytes> page = last == null ? Map.of() : table.after(last, PAGE);
    while (!page.isEmpty()) {
      for (String key : page.keySet()) {
        last = key;
        waiting.replaceAll((name, n) -> cursors.get(name).isSettled(key) ? n : n + 1);
      }
      page = table.after(last, PAGE);
    }
    return waiting.keySet().stream()
        .sorted()
        .map(
            name ->
                new SubscriptionStatus(
                    name, attached.get(name), waiting.get(name), parkedRows.count(name)))
        .toList();
  }

  @Override
  public CompletionStage<Boolean> unsubscribe(String name) {
    Reader reader;
    synchronized (lock) {
      reader = handover.reader(name).filter(r -> !r.isObservers()).orElse(null);
      if (reader == null || closed) {
        return Stages.of(false);
      }
      boolean attached = reader.isAttached();
      handover.remove(reader);
      writer.forget(reader);
      writer.also(batch -> batch.delete(Tables.INBOX_CURSOR, name), () -> {});
      if (attached) {
        begin(name, handover.released()).attach(handover.released());
      }
    }
    return CompletableFuture.supplyAsync(() -> sweep(reader), settings.workers())
        .thenCompose(stage -> stage)
        .thenApply(none -> true);
  }

  // Removes what waited for nobody else.
  private CompletionStage<Void> sweep(Reader gone) {
    String last = gone.cursor().low();
    Map<String, Bytes> page = table.after(last, PAGE);
    while (!page.isEmpty()) {
      for (String key : page.keySet()) {
        last = key;
        synchronized (lock) {
          if (key.compareTo(handover.released()) <= 0 && handover.isDone(key)) {
            writer.remove(key);
          }
        }
      }
      page = table.after(last, PAGE);
    }
    List<ParkedRows.Parked> parked = parkedRows.of(gone.name(), Integer.MAX_VALUE);
    synchronized (lock) {
      parked.forEach(
          row -> writer.also(batch -> ParkedRows.remove(batch, gone.name(), row.key()), () -> {}));
      return writer.written();
    }
  }

  @Override
  public List<MessageReceived> parked(String name) {
    return parkedRows.of(name, MAX_LISTED).stream()
        .flatMap(parked -> rows.event(parked.row(), true, false).stream())
        .toList();
  }

  @Override
  public CompletionStage<Integer> replayParked(String name) {
    return CompletableFuture.supplyAsync(
            () -> replay(name, parkedRows.of(name, MAX_REPLAYED)), settings.workers())
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Integer> replay(String name, List<ParkedRows.Parked> rows) {
    synchronized (lock) {
      Optional<Reader> known = handover.reader(name);
      if (known.isEmpty() || rows.isEmpty() || closed) {
        return Stages.of(0);
      }
      for (ParkedRows.Parked parked : rows) {
        handover.giveAgain(known.get(), parked);
      }
      return writer.written().thenApply(none -> rows.size());
    }
  }

  @Override
  public List<ParkedStanza> parkedStanzas() {
    return parkedStanzas.all();
  }

  /** Removes what is known or waits for longer than 14 days, and tells who missed something. */
  public CompletionStage<Void> prune() {
    return CompletableFuture.runAsync(this::expire, settings.workers())
        .thenCompose(none -> pruneHashes());
  }

  private CompletionStage<Void> pruneHashes() {
    return table.prune().thenCompose(more -> more ? pruneHashes() : Stages.done());
  }

  private void expire() {
    Map<String, Long> missed = new LinkedHashMap<>();
    String kept = table.oldestKept();
    String last = "";
    Map<String, Bytes> page = table.after(last, PAGE);
    while (!page.isEmpty() && last.compareTo(kept) < 0) {
      for (Map.Entry<String, Bytes> entry : page.entrySet()) {
        last = entry.getKey();
        if (last.compareTo(kept) < 0) {
          synchronized (lock) {
            expire(last, InboxTable.parse(entry.getValue()), missed);
          }
        }
      }
      page = table.after(last, PAGE);
    }
    missed.forEach(
        (name, count) -> {
          LOG.warn("{} messages have waited too long for the subscription {}.", count, name);
          settings.consumers().deliver(new EventsMissed(name, count, "retention"));
        });
  }

  private void expire(String key, StoredInboxRow row, Map<String, Long> missed) {
    for (Reader reader : new ArrayList<>(handover.readers())) {
      if (reader.cursor().isSettled(key)) {
        continue;
      }
      if (reader.cursor().tries(key) > 0) { // failed on already: never lost
        writer.also(batch -> ParkedRows.add(batch, reader.name(), key, row), () -> {});
      } else if (!reader.isObservers()) {
        missed.merge(reader.name(), 1L, Long::sum);
      }
      reader.wasRead(key);
      reader.cursor().settle(key);
      writer.changedLazily(reader);
    }
    writer.remove(key);
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        handover.close();
        writer.writeLast();
      }
    }
  }
}
