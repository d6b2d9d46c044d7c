package org.amarula.messaging.internal.retry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredSentMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sent messages in storage, with the times of all in memory. Reads on first use. */
public final class SentMessageTable implements SentMessages {
  private static final Logger LOG = LoggerFactory.getLogger(SentMessageTable.class);
  private static final int PAGE = 200;
  private static final int MAX_COUNTS = 4096;

  private final ProfileStorage storage;
  private final Clock clock;
  private final Duration maxAge;
  private final int maxEntries;
  // Both guarded by this, and null until they are used: what is known of each row, oldest first;
  // and
  // the answers given.
  private Map<String, Sends> sends;
  private Map<String, Integer> answers;

  /**
   * When a message was sent, in milliseconds.
   *
   * @param last the row's age
   * @param first of all sends under this id
   * @param again whether it went to devices that it had missed
   */
  private record Sends(long last, long first, boolean again) {
    static Sends of(StoredSentMessage row) {
      long last = row.getSentAtMillis();
      return new Sends(
          last, row.hasFirstSentAtMillis() ? row.getFirstSentAtMillis() : last, row.getWentAgain());
    }

    Bytes row(Jid chat, String id, Bytes message) {
      StoredSentMessage.Builder row =
          StoredSentMessage.newBuilder()
              .setChat(chat.toString())
              .setId(id)
              .setMessage(ByteString.copyFrom(message.toArray()))
              .setSentAtMillis(last);
      if (first != last) {
        row.setFirstSentAtMillis(first);
      }
      if (again) {
        row.setWentAgain(true);
      }
      return Bytes.wrap(row.build().toByteArray());
    }
  }

  /** A table with these bounds. */
  public SentMessageTable(SentMessagesSettings settings) {
    this.storage = settings.storage();
    this.clock = settings.clock();
    this.maxAge = settings.maxAge();
    this.maxEntries = settings.maxEntries();
  }

  @Override
  public synchronized void remember(Batch.Builder batch, Jid chat, String id, Bytes message) {
    load();
    long now = clock.millis();
    String key = key(chat, id);
    Sends before = sends.remove(key);
    Sends sent =
        before == null
            ? new Sends(now, now, false)
            : new Sends(now, before.first(), before.again());
    batch.put(Tables.SENT, key, sent.row(chat, id, message));
    sends.put(key, sent);
    Iterator<Map.Entry<String, Sends>> oldest = sends.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Sends> entry = oldest.next();
      if (sends.size() <= maxEntries && now - entry.getValue().last() < maxAge.toMillis()) {
        break;
      }
      oldest.remove();
      batch.delete(Tables.SENT, entry.getKey());
    }
  }

  @Override
  public synchronized boolean mayGoAgain(Jid chat, String id, Duration within) {
    load();
    Sends sent = sends.get(key(chat, id));
    return sent != null && !sent.again() && clock.millis() - sent.first() <= within.toMillis();
  }

  @Override
  public synchronized boolean goesAgain(Batch.Builder batch, Jid chat, String id, Bytes message) {
    load();
    String key = key(chat, id);
    Sends sent = sends.get(key);
    if (sent == null || sent.again()) {
      return false;
    }
    Sends again = new Sends(sent.last(), sent.first(), true);
    sends.put(key, again);
    batch.put(Tables.SENT, key, again.row(chat, id, message));
    return true;
  }

  @Override
  public Optional<Bytes> find(Jid chat, String id) {
    if (id.isEmpty() || id.length() > 128) {
      return Optional.empty();
    }
    Optional<Bytes> row = storage.read(Tables.SENT, key(chat, id));
    if (row.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoredSentMessage stored = StoredSentMessage.parseFrom(row.get().toArray());
      boolean young = clock.millis() - stored.getSentAtMillis() < maxAge.toMillis();
      return young ? Optional.of(Bytes.wrap(stored.getMessage().toByteArray())) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("A kept message cannot be read; it is dropped.");
      drop(key(chat, id));
      return Optional.empty();
    }
  }

  @Override
  public synchronized int countAnswer(String id, Jid device) {
    if (answers == null) {
      answers = new LinkedHashMap<>();
    }
    String key = id + '/' + device;
    Integer before = answers.remove(key);
    int count = before == null ? 1 : before + 1;
    answers.put(key, count);
    if (answers.size() > MAX_COUNTS) {
      answers.remove(answers.keySet().iterator().next());
    }
    return count;
  }

  @Override
  public synchronized List<RetryCount> answered(int most) {
    return answers == null ? List.of() : RetryCounts.latest(answers, most);
  }

  @Override
  public synchronized int size() {
    load();
    return sends.size();
  }

  @Override
  public int capacity() {
    return maxEntries;
  }

  @Override
  public Duration maxAge() {
    return maxAge;
  }

  private synchronized void drop(String key) {
    if (sends != null) {
      sends.remove(key);
    }
    storage.commit(Batch.builder().delete(Tables.SENT, key).build());
  }

  private void load() {
    if (sends != null) {
      return;
    }
    List<Map.Entry<String, Sends>> found = new ArrayList<>();
    String after = "";
    Map<String, Bytes> page = storage.scan(Tables.SENT, "", after, PAGE);
    while (!page.isEmpty()) {
      for (Map.Entry<String, Bytes> row : page.entrySet()) {
        after = row.getKey();
        found.add(Map.entry(after, sends(row.getValue())));
      }
      page = storage.scan(Tables.SENT, "", after, PAGE);
    }
    found.sort(Comparator.comparing(entry -> entry.getValue().last()));
    sends = new LinkedHashMap<>();
    found.forEach(entry -> sends.put(entry.getKey(), entry.getValue()));
  }

  // An unreadable row counts as the oldest and so leaves first.
  private static Sends sends(Bytes row) {
    try {
      return Sends.of(StoredSentMessage.parseFrom(row.toArray()));
    } catch (InvalidProtocolBufferException e) {
      return new Sends(0, 0, true);
    }
  }

  private static String key(Jid chat, String id) {
    return chat + "/" + id;
  }
}
