package org.amarula.messaging.internal.inbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.Bytes;
import org.amarula.api.instance.ParkedStanza;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodecs;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stanzas that could not be handled because of an unexpected error, kept for diagnosis.
 * Bounded: whoever can make us fail can do so often, so over a thousand the oldest goes.
 * Thread-safe.
 */
public final class ParkedStanzas {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedStanzas.class);
  private static final int MAX_KEPT = 1000;

  private final ProfileStorage storage;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  ParkedStanzas(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Keeps a stanza; completes when that is durable. Reads the store. */
  public CompletionStage<Void> park(ProfileStorage through, Node stanza, String problem) {
    Batch.Builder batch = Batch.builder();
    if (storage.count(Tables.PARKED) >= MAX_KEPT) {
      LOG.warn("More than {} stanzas are parked; the oldest is forgotten.", MAX_KEPT);
      storage
          .scan(Tables.PARKED, "", "", 1)
          .keySet()
          .forEach(oldest -> batch.delete(Tables.PARKED, oldest));
    }
    long now = clock.millis() << 16;
    long number = last.updateAndGet(before -> Math.max(now, before + 1));
    byte[] sentence = Bytes.utf8(problem.replace('\n', ' ') + "\n").toArray();
    byte[] plaintext = NodeCodecs.standard().encode(stanza);
    byte[] value = Arrays.copyOf(sentence, sentence.length + plaintext.length);
    System.arraycopy(plaintext, 0, value, sentence.length, plaintext.length);
    batch.put(Tables.PARKED, String.format("%016x", number), Bytes.wrap(value));
    return through.commit(batch.build());
  }

  List<ParkedStanza> all() {
    List<ParkedStanza> found = new ArrayList<>();
    storage
        .scan(Tables.PARKED, "", "", MAX_KEPT)
        .forEach((key, value) -> found.add(read(key, value.toArray())));
    return found;
  }

  private static ParkedStanza read(String key, byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    String problem = Bytes.copyOf(Arrays.copyOf(value, end)).toUtf8();
    byte[] plaintext = Arrays.copyOfRange(value, Math.min(end + 1, value.length), value.length);
    Instant at = Instant.ofEpochMilli(Long.parseUnsignedLong(key, 16) >>> 16);
    String tag = "";
    String id = "";
    try {
      Node stanza = NodeCodecs.standard().decode(plaintext);
      tag = stanza.tag();
      id = stanza.attribute("id").orElse("");
    } catch (MalformedNodeException e) {
      LOG.debug("A parked stanza cannot be read; its bytes are there.");
    }
    return new ParkedStanza(at, tag, id, problem, Bytes.wrap(plaintext));
  }
}
