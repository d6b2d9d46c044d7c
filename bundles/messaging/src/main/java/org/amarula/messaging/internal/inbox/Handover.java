package org.amarula.messaging.internal.inbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageReceived;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands rows to the readers and takes their answers. For each subscription the messages of a chat
 * keep their order: one that failed is tried again with growing pauses, and those after it in the
 * same chat wait, while other chats go on. After {@link #MAX_TRIES} it is parked, so that no chat
 * is blocked for ever. Guarded by the inbox's lock, which the methods called from outside take.
 */
final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
  private static final int MAX_TRIES = 8;
  private static final long FIRST_PAUSE_MILLIS = 1000;
  private static final int READ_AGAIN_SECONDS = 5;

  private final InboxSettings settings;
  private final InboxTable table;
  private final CursorWriter writer;
  private final RowEvents rows;
  private final Object lock;
  private final Map<String, Reader> readers = new LinkedHashMap<>(2); // seldom more
  private String released;
  private OwnAddress own; // null while offline
  private boolean closed;

  Handover(
      InboxSettings settings,
      InboxTable table,
      CursorWriter writer,
      RowEvents rows,
      Object lock,
      String released) {
    this.settings = settings;
    this.table = table;
    this.writer = writer;
    this.rows = rows;
    this.lock = lock;
    this.released = released;
  }

  Collection<Reader> readers() {
    return readers.values();
  }

  Optional<Reader> reader(String name) {
    return Optional.ofNullable(readers.get(name));
  }

  void add(Reader reader) {
    readers.put(reader.name(), reader);
  }

  void remove(Reader reader) {
    readers.remove(reader.name());
    reader.detach();
  }

  /** The highest key that was told or may be told. */
  String released() {
    return released;
  }

  void close() {
    closed = true;
  }

  void offline() {
    own = null;
  }

  /** What waits is given from now on. */
  void online(OwnAddress account) {
    own = account;
    for (Reader reader : readers.values()) {
      reader.takeDue().forEach(key -> giveBehind(reader, key));
      wake(reader);
    }
  }

  /** A message is durable; all before it have been told. */
  void arrived(String key, StoredInboxRow row) {
    released = key;
    for (Reader reader : List.copyOf(readers.values())) {
      if (key.compareTo(reader.lastRead()) <= 0) {
        continue;
      }
      if (reader.takesArrivals()) {
        hand(reader, key, row);
      } else {
        reader.fallBack();
        wake(reader);
      }
    }
  }

  /** Whether nobody needs the row any more. */
  boolean isDone(String key) {
    return readers.values().stream().allMatch(reader -> reader.cursor().isSettled(key));
  }

  /** Reads the next page of what waits, if it is time. */
  void wake(Reader reader) {
    if (closed || own == null || !reader.wantsPage()) {
      return;
    }
    reader.pageBegins();
    int generation = reader.generation();
    boolean behind = !reader.isBehindLoaded();
    List<String> keys = reader.cursor().behind();
    String after = reader.lastRead();
    String upTo = released;
    settings.workers().execute(() -> readPage(reader, generation, behind, keys, after, upTo));
  }

  private void readPage(
      Reader reader, int generation, boolean behind, List<String> keys, String after, String upTo) {
    Map<String, Bytes> page;
    try {
      page = behind ? settings.storage().read(Tables.INBOX, keys) : table.after(after, Reader.PAGE);
    } catch (StorageException e) {
      LOG.warn("The inbox cannot be read: {}", e.getMessage());
      synchronized (lock) {
        later(READ_AGAIN_SECONDS * 1000L, () -> pageFailed(reader, generation));
      }
      return;
    }
    synchronized (lock) {
      if (closed || reader.generation() != generation) {
        return;
      }
      if (behind) {
        loadBehind(reader, keys, page);
      } else {
        takePage(reader, page, upTo);
      }
      reader.pageEnds();
      wake(reader);
    }
  }

  private void pageFailed(Reader reader, int generation) {
    synchronized (lock) {
      if (reader.generation() == generation) {
        reader.pageEnds();
        wake(reader);
      }
    }
  }

  private void loadBehind(Reader reader, List<String> keys, Map<String, Bytes> found) {
    if (!reader.cursor().behind().equals(keys)) {
      return; // a parked message came back meanwhile: read again
    }
    reader.behindIsLoaded();
    for (String key : keys) {
      Bytes row = found.get(key);
      if (row == null) {
        settle(reader, key); // the retention has passed
      } else {
        enter(reader, key, InboxTable.parse(row));
      }
    }
  }

  private void takePage(Reader reader, Map<String, Bytes> page, String upTo) {
    boolean any = false;
    for (Map.Entry<String, Bytes> entry : page.entrySet()) {
      if (entry.getKey().compareTo(released) > 0) {
        break; // it is told when all before it are durable
      }
      any = true;
      hand(reader, entry.getKey(), InboxTable.parse(entry.getValue()));
    }
    if (!any && released.equals(upTo)) {
      reader.wasRead(upTo); // nothing came since the page was read
      reader.caughtUp();
    }
  }

  /** A message waits behind; it is handed over when it is the first of its chat. */
  void enter(Reader reader, String key, StoredInboxRow row) {
    if (reader.block(row.getChat(), key)) {
      hand(reader, key, row);
    }
  }

  private void hand(Reader reader, String key, StoredInboxRow row) {
    reader.wasRead(key);
    boolean strange = own != null && InboxTable.isForAnother(own, row);
    if (reader.isObservers()) {
      if (!strange) {
        rows.event(row, reader.mayHaveBeenShown(key), true)
            .ifPresent(settings.consumers()::observe);
      }
      settle(reader, key);
      return;
    }
    if (strange) {
      LOG.warn("A message to another number waits for {}; it is parked.", reader.name());
      park(reader, key, row, 0);
      return;
    }
    reader.wasQueued(key);
    Handing handing = new Handing(reader, key, row);
    settings
        .consumers()
        .give(reader.name(), () -> take(handing))
        .whenComplete((none, error) -> handed(handing, error));
  }

  /** The message's turn has come; called by the consumers. */
  private Optional<MessageReceived> take(Handing handing) {
    boolean again;
    synchronized (lock) {
      Reader reader = handing.reader;
      boolean stale = closed || handing.isStale();
      if (stale || reader.cursor().isSettled(handing.key)) {
        return Optional.empty();
      }
      if (reader.isBlocked(handing.row.getChat(), handing.key)) {
        handing.left = true;
        reader.block(handing.row.getChat(), handing.key);
        reader.keepEarlier(handing.key);
        reader.cursor().leaveBehind(handing.key, reader.cursor().tries(handing.key));
        return Optional.empty();
      }
      again = reader.mayHaveBeenShown(handing.key);
    }
    return rows.event(handing.row, again, false);
  }

  // On the thread of the consumer: the next turn must find the chat blocked when this one failed.
  private void handed(Handing handing, Throwable error) {
    synchronized (lock) {
      Reader reader = handing.reader;
      if (closed || handing.isStale()) {
        return;
      }
      reader.leftQueue(handing.key);
      if (handing.left) {
        writer.changedLazily(reader);
      } else if (error != null) {
        failed(handing, error);
      } else {
        settle(reader, handing.key);
        next(reader, handing.row.getChat(), handing.key);
      }
      wake(reader);
    }
  }

  /** The reader is done with a row; when all are, it is removed. */
  void settle(Reader reader, String key) {
    reader.keepEarlier(key);
    reader.cursor().settle(key);
    if (isDone(key)) {
      writer.changedLazily(reader);
      writer.remove(key);
    } else if (reader.isObservers()) {
      writer.changedLazily(reader);
    } else {
      writer.changed(reader);
    }
  }

  private void next(Reader reader, String chat, String key) {
    reader.unblock(chat, key).ifPresent(following -> giveBehind(reader, following));
  }

  private void failed(Handing handing, Throwable error) {
    Reader reader = handing.reader;
    int tries = reader.cursor().tries(handing.key) + 1;
    LOG.debug("Subscription {} failed: {}", reader.name(), Stages.cause(error).getClass());
    if (reader.cursor().isSettled(handing.key)) {
      return; // the retention has passed meanwhile
    }
    if (tries >= MAX_TRIES) {
      LOG.warn("Subscription {} failed {} times on a message; it is parked.", reader.name(), tries);
      park(reader, handing.key, handing.row, tries);
      return;
    }
    reader.keepEarlier(handing.key);
    reader.cursor().leaveBehind(handing.key, tries);
    reader.block(handing.row.getChat(), handing.key);
    writer.changed(reader);
    int generation = reader.generation();
    later(FIRST_PAUSE_MILLIS << (tries - 1), () -> retry(reader, generation, handing.key));
  }

  private void park(Reader reader, String key, StoredInboxRow row, int tries) {
    Optional<MessageReceived> message = rows.event(row, true, false);
    writer.also(
        batch -> ParkedRows.add(batch, reader.name(), key, row),
        () ->
            message.ifPresent(
                m ->
                    settings
                        .consumers()
                        .deliver(
                            new MessageParked(
                                reader.name(), m.chat(), m.author(), m.id(), tries))));
    settle(reader, key);
    next(reader, row.getChat(), key);
  }

  /** Gives a parked message once more, flagged; the rest of its tries are left to it. */
  void giveAgain(Reader reader, ParkedRows.Parked parked) {
    String key = parked.key();
    StoredInboxRow row = parked.row().toBuilder().setAskedFor(true).build();
    writer.also(
        batch -> {
          ParkedRows.remove(batch, reader.name(), key);
          batch.put(Tables.INBOX, key, Bytes.wrap(row.toByteArray()));
        },
        () -> {});
    reader.cursor().leaveBehind(key, 1);
    writer.changed(reader);
    if (reader.isAttached() && reader.isBehindLoaded() && own != null) {
      enter(reader, key, row);
    } else if (reader.isAttached() && reader.isBehindLoaded()) {
      if (reader.block(row.getChat(), key)) {
        reader.dueWhenOnline(key);
      }
    }
  }

  private void retry(Reader reader, int generation, String key) {
    synchronized (lock) {
      if (!closed && reader.generation() == generation) {
        giveBehind(reader, key);
      }
    }
  }

  /** Reads a message that waits behind and hands it over, when the account is online. */
  private void giveBehind(Reader reader, String key) {
    if (own == null) {
      reader.dueWhenOnline(key);
      return;
    }
    int generation = reader.generation();
    settings.workers().execute(() -> readBehind(reader, generation, key));
  }

  private void readBehind(Reader reader, int generation, String key) {
    Optional<StoredInboxRow> row;
    try {
      row = table.row(key);
    } catch (StorageException e) {
      LOG.warn("The inbox cannot be read: {}", e.getMessage());
      later(READ_AGAIN_SECONDS * 1000L, () -> retry(reader, generation, key));
      return;
    }
    synchronized (lock) {
      if (closed || reader.generation() != generation) {
        return;
      }
      if (row.isPresent()) {
        hand(reader, key, row.get());
      } else {
        settle(reader, key); // the retention has passed
        reader.chatOf(key).ifPresent(chat -> next(reader, chat, key));
        wake(reader);
      }
    }
  }

  private void later(long millis, Runnable work) {
    try {
      settings
          .timer()
          .schedule(() -> settings.workers().execute(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The timer has ended; what waits is given at the next start.");
    }
  }
}
