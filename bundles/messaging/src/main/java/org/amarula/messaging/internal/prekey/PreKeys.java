package org.amarula.messaging.internal.prekey;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.instance.PreKeyStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.messaging.internal.async.Serial;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.store.Tables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our one-time pre-keys: making, uploading and giving out, one operation at a time. A key is
 * durable before anyone hears of it, and an id never has a second key. Thread-safe.
 */
public final class PreKeys {
  private static final Logger LOG = LoggerFactory.getLogger(PreKeys.class);
  private static final int FIRST_BATCH = 812; // spec/signal.md 2.2, D-4
  private static final int BATCH = 50;
  private static final int LOW = 20;
  private static final Duration UNUSED_LIFE = Duration.ofDays(90);
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final ProfileStorage storage;
  private final PreKeyTable table;
  private final SignedPreKeys signed;
  private final SecureRandom random;
  private final Executor workers;
  private final Clock clock;
  private final Serial serial = new Serial();
  private Instant lastUpload = Instant.EPOCH; // guarded by this
  private Instant lastLook = Instant.EPOCH; // guarded by this
  private PreKeyStatus.OnServer told; // guarded by this; null: nothing yet
  private CompletableFuture<Void> waiting; // guarded by this: an upload that has not begun

  /** The pre-keys in {@code storage}. */
  public PreKeys(
      ProfileStorage storage,
      SignedPreKeys signed,
      SecureRandom random,
      Executor workers,
      Clock clock) {
    this.storage = storage;
    this.signed = signed;
    this.table = new PreKeyTable(storage);
    this.random = random;
    this.workers = workers;
    this.clock = clock;
  }

  /** Asks the server how many it has and uploads when they are few. */
  public CompletionStage<Void> ensure(Link link) {
    return Stages.begin(() -> count(link))
        .thenCompose(count -> count < LOW ? upload(link, count == 0, false) : Stages.done());
  }

  /** Asks the server whether it still has our bundle, and uploads it again when not. */
  public CompletionStage<Void> checkDigest(Link link) {
    Node iq = get().child(Node.of("digest")).build();
    return Stages.begin(() -> link.stream().query(iq))
        .handle((reply, error) -> isLost(reply, error))
        .thenCompose(lost -> lost ? uploadAll(link) : Stages.done());
  }

  /** The server told that few are left. */
  public CompletionStage<Void> low(Link link, long count) {
    onServer(count);
    return count < LOW ? upload(link, false, true) : Stages.done();
  }

  /** The keys as others may see them. Reads the store. */
  public PreKeyStatus status() {
    PreKeyTable.Watermarks marks = table.watermarks();
    SignedPreKeys.Status now = signed.status();
    return new PreKeyStatus(
        marks.next(),
        marks.firstUnuploaded(),
        storage.count(Tables.PRE_KEY),
        onServer(),
        now.id(),
        Instant.ofEpochMilli(now.madeAtMillis()),
        now.confirmed());
  }

  private synchronized PreKeyStatus.OnServer onServer() {
    return told;
  }

  private synchronized void onServer(long count) {
    told = new PreKeyStatus.OnServer(count, clock.instant());
  }

  /**
   * Keys for a retry receipt.
   *
   * @param oneTime the fresh one-time key
   * @param signed the present signed one
   */
  public record GivenOut(Node oneTime, Node signed) {}

  /** Keys for a retry receipt, durable, the one-time key in no upload ever (spec/signal.md 7.6). */
  public CompletionStage<GivenOut> giveOut(Link link) {
    return serial.run(
        () ->
            onWorker(
                () -> {
                  Node skey = KeyNodes.signedKey(signed.current(link));
                  return makeGivenOut().thenApply(key -> new GivenOut(key, skey));
                }));
  }

  /** Renews the signed pre-key when it is due. */
  public CompletionStage<Void> renewSigned(Link link) {
    return signed.renew(link);
  }

  private boolean isLost(Node reply, Throwable error) {
    if (error == null) {
      return reply.child("digest").isEmpty();
    }
    return Stages.cause(error) instanceof RequestRejectedException refused && refused.code() == 404;
  }

  /** Joins an upload that waits for its turn; one that runs may have read the keys already. */
  private CompletionStage<Void> upload(Link link, boolean first, boolean check) {
    CompletableFuture<Void> mine;
    synchronized (this) {
      if (waiting != null) {
        return waiting;
      }
      waiting = mine = new CompletableFuture<>();
    }
    serial
        .run(
            () -> {
              synchronized (this) {
                waiting = null;
              }
              int wanted = first ? FIRST_BATCH : BATCH;
              return onWorker(
                  () -> check && isRecent() ? recheck(link) : makeAndUpload(link, wanted));
            })
        .whenComplete(
            (none, error) -> {
              if (error == null) {
                mine.complete(null);
              } else {
                mine.completeExceptionally(Stages.cause(error));
              }
            });
    return mine;
  }

  // spec/signal.md 2.2: several notes may tell of the one shortage that was just ended.
  private CompletionStage<Void> recheck(Link link) {
    return count(link)
        .thenCompose(
            count -> count < LOW ? onWorker(() -> makeAndUpload(link, BATCH)) : Stages.done());
  }

  private CompletionStage<Long> count(Link link) {
    return link.stream()
        .query(get().child(Node.of("count")).build())
        .thenApply(
            reply ->
                reply
                    .child("count")
                    .map(node -> node.numberAttribute("value").orElse(0))
                    .orElse(0L))
        .thenApply(
            count -> {
              onServer(count);
              return count;
            });
  }

  private synchronized boolean isRecent() {
    return lastUpload.plus(RECENT).isAfter(clock.instant());
  }

  private synchronized void uploadedNow() {
    lastUpload = clock.instant();
  }

  private CompletionStage<Void> makeAndUpload(Link link, int wanted) {
    PreKeyTable.Watermarks marks = table.watermarks();
    List<PreKeyTable.Stored> keys = new ArrayList<>(unconfirmed(marks));
    Batch.Builder batch = Batch.builder();
    int next = marks.next();
    while (keys.size() < wanted) {
      if (!table.has(next)) {
        PreKeyTable.Stored made = new PreKeyTable.Stored(next, KeyPair.generate(random), false);
        table.put(batch, made);
        keys.add(made);
      }
      next = PreKeyTable.Watermarks.after(next);
    }
    int until = next;
    Credentials.SignedPreKey skey = signed.current(link);
    // 10.2: the private keys are on disk before the server hears of them.
    PreKeyTable.Watermarks made = new PreKeyTable.Watermarks(until, marks.firstUnuploaded());
    table.put(batch, made);
    return storage
        .commit(batch.build())
        .thenCompose(none -> send(link, keys, skey))
        .thenAccept(none -> uploadedNow())
        .thenCompose(none -> onWorker(() -> confirm(until)));
  }

  // A lost answer means the same ids with the same keys again (spec/signal.md 2.2).
  private List<PreKeyTable.Stored> unconfirmed(PreKeyTable.Watermarks marks) {
    return table.read(marks.unconfirmed(4 * FIRST_BATCH)).stream()
        .filter(key -> !key.givenOut())
        .toList();
  }

  private CompletionStage<Void> confirm(int until) {
    Batch.Builder batch = Batch.builder();
    PreKeyTable.Watermarks now = table.watermarks();
    table.put(batch, new PreKeyTable.Watermarks(now.next(), until));
    return storage.commit(batch.build());
  }

  private CompletionStage<Void> uploadAll(Link link) {
    return serial.run(
        () ->
            onWorker(
                () -> {
                  List<PreKeyTable.Stored> kept =
                      table.all(2 * FIRST_BATCH).stream().filter(key -> !key.givenOut()).toList();
                  if (kept.size() < BATCH) {
                    return makeAndUpload(link, BATCH);
                  }
                  return send(
                      link,
                      kept.subList(0, Math.min(kept.size(), FIRST_BATCH)),
                      signed.current(link));
                }));
  }

  private CompletionStage<Void> send(
      Link link, List<PreKeyTable.Stored> keys, Credentials.SignedPreKey skey) {
    LOG.debug("{} uploads {} pre-keys.", link, keys.size());
    List<Node> nodes =
        keys.stream().map(key -> KeyNodes.key(key.id(), key.keys().publicKey())).toList();
    Node iq =
        PreKeyUpload.iq(
            link.credentials().registrationId(),
            link.credentials().identity().publicKey(),
            nodes,
            skey);
    return link.stream().query(iq).thenAccept(reply -> {});
  }

  private CompletionStage<Node> makeGivenOut() {
    PreKeyTable.Watermarks marks = table.watermarks();
    int id = marks.next();
    while (table.has(id)) {
      id = PreKeyTable.Watermarks.after(id);
    }
    int after = PreKeyTable.Watermarks.after(id);
    boolean none = marks.firstUnuploaded() == marks.next();
    PreKeyTable.Stored key = new PreKeyTable.Stored(id, KeyPair.generate(random), true);
    Batch.Builder batch = Batch.builder();
    forgetOld(batch);
    table.putGivenOut(batch, key, clock.instant());
    table.put(batch, new PreKeyTable.Watermarks(after, none ? after : marks.firstUnuploaded()));
    return storage
        .commit(batch.build())
        .thenApply(done -> KeyNodes.key(key.id(), key.keys().publicKey()));
  }

  // 10.2: what nobody used in 90 days nobody will; looked for once a day by those who give out
  private synchronized void forgetOld(Batch.Builder batch) {
    Instant now = clock.instant();
    if (!lastLook.plus(Duration.ofDays(1)).isAfter(now)) {
      lastLook = now;
      table.forgetGivenOut(batch, now.minus(UNUSED_LIFE));
    }
  }

  private <T> CompletionStage<T> onWorker(java.util.function.Supplier<CompletionStage<T>> work) {
    return CompletableFuture.supplyAsync(() -> work, workers).thenCompose(Stages::begin);
  }

  private static org.amarula.codec.NodeBuilder get() {
    return Node.builder("iq")
        .attribute("xmlns", "encrypt")
        .attribute("type", "get")
        .attribute("to", Jid.SERVER);
  }
}
