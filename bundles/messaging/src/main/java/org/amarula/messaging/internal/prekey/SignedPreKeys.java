package org.amarula.messaging.internal.prekey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.messaging.internal.account.StoredAccounts;
import org.amarula.messaging.internal.async.Serial;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredSignedPreKey;

/**
 * Our signed pre-keys: the one of the pairing, and those that took its place (spec/signal.md 2.1).
 * A new one is on disk before the server hears of it, and is told again until the server has
 * confirmed it; a former one opens late messages for 60 days more. Thread-safe; reads block for
 * local I/O.
 */
public final class SignedPreKeys {
  private static final Duration LIFE = Duration.ofDays(30);
  private static final Duration KEPT = Duration.ofDays(60);
  private static final int MAX_ID = 0xffffff;
  private static final int MAX_KEPT = 1000;
  private static final String CURRENT = "current";
  private static final String UNCONFIRMED = "unconfirmed";

  private final ProfileStorage storage;
  private final SecureRandom random;
  private final Executor workers;
  private final Clock clock;
  private final Serial serial = new Serial();

  /** The signed pre-keys in {@code storage}. */
  public SignedPreKeys(ProfileStorage storage, SecureRandom random, Executor workers, Clock clock) {
    this.storage = storage;
    this.random = random;
    this.workers = workers;
    this.clock = clock;
  }

  /** The key that contacts get now. */
  public Credentials.SignedPreKey current(Link link) {
    return row(CURRENT).map(SignedPreKeys::key).orElseGet(() -> link.credentials().signedPreKey());
  }

  /** The key with this id, the current one or one that was replaced not too long ago. */
  public Optional<KeyPair> find(Link link, int id) {
    Credentials.SignedPreKey current = current(link);
    if (current.id() == id) {
      return Optional.of(current.keys());
    }
    Credentials.SignedPreKey first = link.credentials().signedPreKey();
    return first.id() == id
        ? Optional.of(first.keys())
        : row(name(id))
            .map(stored -> key(stored).keys())
            .or(() -> StoredAccounts.signedPreKey(storage, id));
  }

  /**
   * The signed pre-key as others may see it.
   *
   * @param madeAtMillis 0 when not known
   * @param confirmed whether the server is known to have it
   */
  record Status(int id, long madeAtMillis, boolean confirmed) {}

  Status status() {
    boolean confirmed = storage.read(Tables.SIGNED_PRE_KEY, UNCONFIRMED).isEmpty();
    return row(CURRENT)
        .or(() -> StoredAccounts.newestSignedPreKey(storage))
        .map(key -> new Status(key.getId(), key.getCreatedAtMillis(), confirmed))
        .orElse(new Status(0, 0, confirmed));
  }

  /** Replaces the current key when it is 30 days old, and tells the server what it may not know. */
  public CompletionStage<Void> renew(Link link) {
    return serial.run(
        () ->
            CompletableFuture.supplyAsync(() -> replaceIfDue(link), workers)
                .thenCompose(stage -> stage)
                .thenCompose(tell -> tell ? tell(link) : Stages.done()));
  }

  /** Completes with whether the server must be told. */
  private CompletionStage<Boolean> replaceIfDue(Link link) {
    long now = clock.millis();
    long made =
        row(CURRENT)
            .map(StoredSignedPreKey::getCreatedAtMillis)
            .orElseGet(() -> StoredAccounts.signedPreKeyMadeAt(storage));
    if (now - made < LIFE.toMillis()) {
      return Stages.of(storage.read(Tables.SIGNED_PRE_KEY, UNCONFIRMED).isPresent());
    }
    Credentials.SignedPreKey former = current(link);
    KeyPair keys = KeyPair.generate(random);
    byte[] signature = SignedPreKeySignature.sign(link.credentials().identity(), keys, random);
    Credentials.SignedPreKey fresh =
        new Credentials.SignedPreKey(former.id() % MAX_ID + 1, keys, Bytes.wrap(signature));
    Batch.Builder batch = Batch.builder();
    forgetOld(batch, now);
    put(batch, name(former.id()), former, made);
    put(batch, CURRENT, fresh, now);
    batch.put(Tables.SIGNED_PRE_KEY, UNCONFIRMED, Bytes.utf8("1"));
    return storage.commit(batch.build()).thenApply(none -> true);
  }

  /** Those that were replaced long ago: when the next one was made. */
  private void forgetOld(Batch.Builder batch, long now) {
    Map<String, Bytes> rows = storage.scan(Tables.SIGNED_PRE_KEY, "", "", MAX_KEPT);
    for (String name : rows.keySet()) {
      if (name.equals(CURRENT) || name.equals(UNCONFIRMED)) {
        continue;
      }
      int next = parse(rows.get(name)).getId() % MAX_ID + 1;
      Bytes successor = rows.containsKey(name(next)) ? rows.get(name(next)) : rows.get(CURRENT);
      long replaced = successor == null ? now : parse(successor).getCreatedAtMillis();
      if (now - replaced >= KEPT.toMillis()) {
        batch.delete(Tables.SIGNED_PRE_KEY, name);
      }
    }
  }

  private CompletionStage<Void> tell(Link link) {
    Node iq =
        Node.builder("iq")
            .attribute("xmlns", "encrypt")
            .attribute("type", "set")
            .attribute("to", Jid.SERVER)
            .child(Node.builder("rotate").child(KeyNodes.signedKey(current(link))).build())
            .build();
    return link.stream()
        .query(iq)
        .thenCompose(
            reply ->
                storage.commit(Batch.builder().delete(Tables.SIGNED_PRE_KEY, UNCONFIRMED).build()));
  }

  private Optional<StoredSignedPreKey> row(String name) {
    return storage.read(Tables.SIGNED_PRE_KEY, name).map(SignedPreKeys::parse);
  }

  private static void put(
      Batch.Builder batch, String name, Credentials.SignedPreKey key, long madeAt) {
    StoredSignedPreKey stored =
        StoredSignedPreKey.newBuilder()
            .setId(key.id())
            .setPrivateKey(ByteString.copyFrom(key.keys().privateKey()))
            .setPublicKey(ByteString.copyFrom(key.keys().publicKey()))
            .setSignature(ByteString.copyFrom(key.signature().toArray()))
            .setCreatedAtMillis(madeAt)
            .build();
    batch.put(Tables.SIGNED_PRE_KEY, name, Bytes.wrap(stored.toByteArray()));
  }

  private static Credentials.SignedPreKey key(StoredSignedPreKey stored) {
    return new Credentials.SignedPreKey(
        stored.getId(),
        KeyPair.ofPrivate(stored.getPrivateKey().toByteArray()),
        Bytes.wrap(stored.getSignature().toByteArray()));
  }

  private static StoredSignedPreKey parse(Bytes row) {
    try {
      return StoredSignedPreKey.parseFrom(row.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new StorageException("A stored signed pre-key is damaged.", e);
    }
  }

  private static String name(int id) {
    return String.format("%06x", id);
  }
}
