package org.amarula.messaging.internal.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.internal.address.MappingRows;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredAccount;
import org.amarula.proto.account.StoredSignedPreKey;

/** The account row. Changes are read, made and committed under one lock, so that none is lost. */
public final class StoredAccounts implements AccountStore {
  private static final String SELF = "self";
  private static final String WATERMARKS = "watermarks";
  private static final String WIPED = "wiped";
  private static final int PAGE = 500;
  private static final int MAX_REGISTRATION_ID = 16380; // spec/signal.md 2.1, D-3
  // spec/signal.md 2.1: late messages still name an old signed pre-key
  private static final Duration SIGNED_PRE_KEY_LIFE = Duration.ofDays(60);

  private final ProfileStorage storage;
  private final SecureRandom random;
  private final Clock clock;
  private StoredAccount latest = StoredAccount.getDefaultInstance(); // guarded by this

  /** The account of {@code storage}. */
  public StoredAccounts(ProfileStorage storage, SecureRandom random, Clock clock) {
    this.storage = storage;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Credentials> load() {
    Optional<Bytes> row = storage.read(Tables.ACCOUNT, SELF);
    if (row.isEmpty()) {
      boolean wiped = storage.read(Tables.ACCOUNT, WIPED).isPresent();
      if (!wiped && storage.read(Tables.ACCOUNT, WATERMARKS).isPresent()) {
        throw new StorageException("The stored account is missing while its pre-keys are there.");
      }
      return Optional.empty();
    }
    StoredAccount account = AccountFormat.parse(row.get());
    Credentials credentials = AccountFormat.read(account);
    latest = account;
    return Optional.of(credentials);
  }

  @Override
  public CompletionStage<Credentials> create() {
    KeyPair identity = KeyPair.generate(random);
    KeyPair preKey = KeyPair.generate(random);
    byte[] advSecret = new byte[32];
    random.nextBytes(advSecret);
    Credentials created =
        new Credentials(
            KeyPair.generate(random),
            identity,
            new Credentials.SignedPreKey(
                1, preKey, Bytes.wrap(SignedPreKeySignature.sign(identity, preKey, random))),
            1 + random.nextInt(MAX_REGISTRATION_ID),
            Bytes.wrap(advSecret),
            null,
            "",
            Bytes.EMPTY);
    Batch.Builder batch = Batch.builder();
    removeAll(batch); // what was under way during a wipe may have been written after it
    synchronized (this) {
      latest = StoredAccount.newBuilder().setCreatedAtMillis(clock.millis()).build();
    }
    return commit(created, batch).thenApply(none -> created);
  }

  @Override
  public CompletionStage<Void> save(Credentials credentials) {
    return commit(credentials, Batch.builder());
  }

  @Override
  public CompletionStage<Void> savePaired(Credentials credentials) {
    Credentials.Link link =
        credentials
            .paired()
            .orElseThrow(() -> new IllegalArgumentException("The credentials are not paired."));
    Batch.Builder batch = Batch.builder();
    // spec/transport.md 7.4 step 5: the phone's identity and our two addresses, in the same batch.
    batch.put(
        Tables.IDENTITY,
        Addresses.key(link.lid().toUser()),
        Bytes.wrap(SignalPublicKey.encode(link.accountKey().toArray())));
    MappingRows.put(batch, link.own().toUser(), link.lid().toUser());
    return commit(credentials, batch);
  }

  @Override
  public CompletionStage<Void> wipe() {
    Batch.Builder batch = Batch.builder();
    storage
        .read(Tables.ACCOUNT, SELF)
        .ifPresent(row -> batch.put(Tables.ACCOUNT_BACKUP, "last", row));
    removeAll(batch);
    batch.put(Tables.ACCOUNT, WIPED, Bytes.EMPTY);
    synchronized (this) {
      latest = StoredAccount.getDefaultInstance();
    }
    return storage.commit(batch.build());
  }

  /** A signed pre-key of ours by its id: that of the credentials or one that was there before. */
  public static Optional<KeyPair> signedPreKey(ProfileStorage storage, int id) {
    return storage
        .read(Tables.ACCOUNT, SELF)
        .flatMap(row -> AccountFormat.signedPreKey(AccountFormat.parse(row), id));
  }

  /** When the signed pre-key of the credentials was made, in milliseconds; 0 when not known. */
  public static long signedPreKeyMadeAt(ProfileStorage storage) {
    return newestSignedPreKey(storage).map(StoredSignedPreKey::getCreatedAtMillis).orElse(0L);
  }

  /** The signed pre-key of the credentials, if there are any. */
  public static Optional<StoredSignedPreKey> newestSignedPreKey(ProfileStorage storage) {
    return storage
        .read(Tables.ACCOUNT, SELF)
        .map(AccountFormat::parse)
        .filter(account -> account.getSignedPreKeysCount() > 0)
        .map(account -> account.getSignedPreKeys(0));
  }

  private synchronized CompletionStage<Void> commit(Credentials credentials, Batch.Builder batch) {
    StoredAccount before = latest.hasFormatVersion() ? latest : stored();
    StoredAccount.Builder account = AccountFormat.write(before, credentials);
    List<StoredSignedPreKey> keys = signedPreKeys(before, credentials.signedPreKey());
    account.clearSignedPreKeys().addAllSignedPreKeys(keys);
    StoredAccount changed = account.build();
    batch.put(Tables.ACCOUNT, SELF, Bytes.wrap(changed.toByteArray()));
    CompletionStage<Void> committed = storage.commit(batch.build());
    latest = changed;
    return committed.whenComplete((none, error) -> forgetIfFailed(error));
  }

  private StoredAccount stored() {
    return storage.read(Tables.ACCOUNT, SELF).map(AccountFormat::parse).orElse(latest);
  }

  private synchronized void forgetIfFailed(Throwable error) {
    if (error != null) {
      latest = StoredAccount.getDefaultInstance(); // the next change reads what is stored
    }
  }

  /** The current key first, then the former ones that are young enough. */
  private List<StoredSignedPreKey> signedPreKeys(
      StoredAccount before, Credentials.SignedPreKey current) {
    long now = clock.millis();
    List<StoredSignedPreKey> keys = new ArrayList<>();
    keys.add(AccountFormat.stored(current, now));
    for (StoredSignedPreKey key : before.getSignedPreKeysList()) {
      if (key.getId() == current.id()) {
        keys.set(
            0,
            key.toBuilder()
                .mergeFrom(keys.get(0))
                .setCreatedAtMillis(key.getCreatedAtMillis())
                .build());
      } else if (now - key.getCreatedAtMillis() < SIGNED_PRE_KEY_LIFE.toMillis()) {
        keys.add(key);
      }
    }
    return keys;
  }

  private void removeAll(Batch.Builder batch) {
    for (Namespace table : Tables.WIPED) {
      deleteAll(table, batch);
    }
  }

  private void deleteAll(Namespace table, Batch.Builder batch) {
    String after = "";
    Map<String, Bytes> page = storage.scan(table, "", after, PAGE);
    while (!page.isEmpty()) {
      for (String key : page.keySet()) {
        batch.delete(table, key);
        after = key;
      }
      page = storage.scan(table, "", after, PAGE);
    }
  }
}
