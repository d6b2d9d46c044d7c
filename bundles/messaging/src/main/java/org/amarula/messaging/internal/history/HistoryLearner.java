package org.amarula.messaging.internal.history;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.crypto.media.MediaFile;
import org.amarula.crypto.media.MediaType;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.media.MediaDownloads;
import org.amarula.messaging.internal.media.MediaPlace;
import org.amarula.messaging.internal.token.TrustedTokens;
import org.amarula.proto.message.Message.HistorySyncNotification;

/**
 * Learns from one chunk of history: which names are one user, tokens of contacts, the account's
 * salt (spec/features.md 4.4, items 1 and 3). The compressed file, at most 64 MiB, is held while it
 * is read, and nothing else of its size. Thread-safe; holds nothing between chunks.
 */
final class HistoryLearner {
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final MediaDownloads downloads;
  private final AddressBook book;
  private final Mappings mappings;
  private final TrustedTokens tokens;
  private final Executor workers;

  HistoryLearner(
      MessengerContext context, AddressBook book, Mappings mappings, TrustedTokens tokens) {
    this.downloads = new MediaDownloads(context.settings(), context.clock());
    this.book = book;
    this.mappings = mappings;
    this.tokens = tokens;
    this.workers = context.workers();
  }

  /**
   * Reads a chunk and learns what it tells, part by part; completes when all of that is durable.
   *
   * @param last takes what is to be committed when the chunk is done with
   */
  CompletionStage<HistoryReceived> learn(
      Link link, HistorySyncNotification told, Batch.Builder last) {
    return open(link, told)
        .thenCompose(
            stream -> {
              HistoryChunk chunk = new HistoryChunk(stream);
              return parts(chunk, 0)
                  .thenApply(
                      learnt -> {
                        tokens.keepSalt(last, chunk.salt());
                        return new HistoryReceived(
                            HistoryKinds.of(chunk.type()),
                            chunk.order(),
                            chunk.progress(),
                            chunk.conversations(),
                            learnt);
                      })
                  .whenComplete((received, error) -> close(chunk));
            });
  }

  private CompletionStage<InputStream> open(Link link, HistorySyncNotification told) {
    if (told.hasInitialHistBootstrapInlinePayload()) {
      return Stages.of(
          new ByteArrayInputStream(told.getInitialHistBootstrapInlinePayload().toByteArray()));
    }
    MediaPlace place =
        new MediaPlace(
            MediaType.HISTORY,
            told.getDirectPath(),
            told.getMediaKey().toByteArray(),
            told.getFileEncSha256().toByteArray(),
            told.getFileSha256().toByteArray());
    return CompletableFuture.completedFuture((Void) null)
        .thenCompose(none -> downloads.get(link, place, MOST_BYTES))
        .thenApply(MediaFile::plaintext);
  }

  // each part is a task of its own, so that other accounts have their turn
  private CompletionStage<Integer> parts(HistoryChunk chunk, int learnt) {
    return CompletableFuture.supplyAsync(() -> read(chunk), workers)
        .thenCompose(
            part ->
                part.isEmpty()
                    ? Stages.of(learnt)
                    : learn(part.get()).thenCompose(fresh -> parts(chunk, learnt + fresh)));
  }

  private static Optional<ChunkPart> read(HistoryChunk chunk) {
    try {
      return chunk.next();
    } catch (DamagedHistoryException e) {
      throw new LostHistoryException(e.damage().name().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new LostHistoryException("unexpected"); // the bytes are in memory
    }
  }

  /** Tells how many pairs were new. */
  private CompletionStage<Integer> learn(ChunkPart part) {
    if (part.isEmpty()) {
      return Stages.of(0);
    }
    Map<Jid, Jid> fresh = new LinkedHashMap<>();
    mappings.read(part.pairs().keySet());
    part.pairs()
        .forEach(
            (pn, lid) -> {
              if (mappings.other(pn).filter(lid::equals).isEmpty()) {
                fresh.put(pn, lid);
              }
            });
    return (fresh.isEmpty() ? Stages.done() : book.learn(fresh))
        .thenCompose(none -> keep(part.tokens()))
        .thenApply(none -> fresh.size());
  }

  private CompletionStage<Void> keep(Map<Jid, ChunkPart.Token> told) {
    return told.isEmpty()
        ? Stages.done()
        : book.learn(
            Map.of(),
            told.keySet(),
            (batch, named) ->
                told.forEach(
                    (user, token) ->
                        tokens.keep(
                            batch,
                            named.apply(user),
                            token.value(),
                            token.seconds(),
                            token.sentSeconds())));
  }

  private static void close(HistoryChunk chunk) {
    try {
      chunk.close();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be closed.", e);
    }
  }
}
