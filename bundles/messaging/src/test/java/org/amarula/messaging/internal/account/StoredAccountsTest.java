package org.amarula.messaging.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class StoredAccountsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ProfileStorage storage = new MemoryStorage().open(Profile.of("alice"));
  private final StoredAccounts accounts = new StoredAccounts(storage, RANDOM, Clock.systemUTC());

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Credentials linked(Credentials credentials) {
    byte[] key = KeyPair.generate(RANDOM).publicKey();
    byte[] identity = ADVSignedDeviceIdentity.getDefaultInstance().toByteArray();
    return credentials.withLink(
        new Credentials.Link(
            Jid.parse("1001:3@s.whatsapp.net"),
            Jid.parse("91001:3@lid"),
            Bytes.wrap(identity),
            Bytes.wrap(key),
            "android",
            ""));
  }

  @Test
  void newProfileHasNoCredentials() {
    assertThat(accounts.load()).isEmpty();
  }

  @Test
  void createdCredentialsAreSignedAndComeBack() {
    Credentials created = join(accounts.create());
    assertThat(accounts.load()).contains(created);
    assertThat(created.registrationId()).isBetween(1, 16380);
    assertThat(
            SignedPreKeySignature.verify(
                created.identity().publicKey(),
                created.signedPreKey().keys().publicKey(),
                created.signedPreKey().signature().toArray()))
        .isTrue();
  }

  @Test
  void pairingStoresTheLinkThePhonesIdentityAndTheMapping() {
    Credentials paired = linked(join(accounts.create()));
    join(accounts.savePaired(paired));
    Credentials.Link link = accounts.load().orElseThrow().paired().orElseThrow();
    assertThat(link.accountKey()).isEqualTo(paired.link().accountKey());
    assertThat(link.own()).isEqualTo(paired.link().own());
    Bytes identity = new SessionTable(storage).identity(Jid.parse("91001@lid")).orElseThrow();
    assertThat(identity.length()).isEqualTo(33);
    assertThat(identity.at(0)).isEqualTo((byte) 5);
    assertThat(new Mappings(storage).canonical(Jid.parse("1001@s.whatsapp.net")))
        .isEqualTo(Jid.parse("91001@lid"));
  }

  @Test
  void damagedRowIsAnErrorAndNeverANewProfile() {
    join(accounts.create());
    Bytes row = storage.read(Tables.ACCOUNT, "self").orElseThrow();
    byte[] bytes = row.toArray();
    for (int at = 0; at < bytes.length; at += 7) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x41;
      join(storage.commit(put(damaged)));
      try {
        assertThat(accounts.load()).isPresent(); // a damage that only a checksum can see
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("damaged");
      }
    }
    join(storage.commit(put(new byte[0])));
    assertThatThrownBy(accounts::load).isInstanceOf(StorageException.class);
    join(storage.commit(put(java.util.Arrays.copyOf(bytes, bytes.length / 2))));
    assertThatThrownBy(accounts::load).isInstanceOf(StorageException.class);
  }

  @Test
  void missingRowBesideItsPreKeysIsAnError() {
    join(storage.commit(Batch.builder().put(Tables.ACCOUNT, "watermarks", Bytes.EMPTY).build()));
    assertThatThrownBy(accounts::load).isInstanceOf(StorageException.class);
  }

  @Test
  void formerSignedPreKeyIsFoundByItsId() {
    Credentials created = join(accounts.create());
    KeyPair next = KeyPair.generate(RANDOM);
    byte[] signature = SignedPreKeySignature.sign(created.identity(), next, RANDOM);
    join(
        accounts.save(
            created.withSignedPreKey(
                new Credentials.SignedPreKey(2, next, Bytes.wrap(signature)))));
    assertThat(StoredAccounts.signedPreKey(storage, 1)).contains(created.signedPreKey().keys());
    assertThat(StoredAccounts.signedPreKey(storage, 2)).contains(next);
    assertThat(StoredAccounts.signedPreKey(storage, 3)).isEmpty();
    assertThat(accounts.load().orElseThrow().signedPreKey().id()).isEqualTo(2);
  }

  @Test
  void wipeRemovesEverythingAndKeepsOneBackup() {
    join(accounts.savePaired(linked(join(accounts.create()))));
    Bytes row = storage.read(Tables.ACCOUNT, "self").orElseThrow();
    join(accounts.wipe());
    assertThat(accounts.load()).isEmpty();
    Tables.WIPED.stream()
        .filter(table -> !table.equals(Tables.ACCOUNT))
        .forEach(table -> assertThat(storage.count(table)).isZero());
    assertThat(storage.scan(Tables.ACCOUNT, "", "", 10)).containsOnlyKeys("wiped");
    assertThat(storage.read(Tables.ACCOUNT_BACKUP, "last")).contains(row);
    assertThat(accounts.load()).isEmpty();
    assertThat(join(accounts.create()).paired()).isEmpty();
  }

  @Test
  void whatWasUnderWayDuringAWipeIsGoneWithTheNextAccount() {
    join(accounts.savePaired(linked(join(accounts.create()))));
    join(accounts.wipe());
    join(
        storage.commit(
            Batch.builder()
                .put(Tables.ACCOUNT, "watermarks", Bytes.EMPTY)
                .put(Tables.SESSION, "91002_1.0", Bytes.EMPTY)
                .put(Tables.PRE_KEY, "000001", Bytes.EMPTY)
                .build()));

    assertThat(accounts.load()).as("no damage").isEmpty();
    Credentials created = join(accounts.create());

    assertThat(storage.count(Tables.SESSION)).isZero();
    assertThat(storage.count(Tables.PRE_KEY)).isZero();
    assertThat(storage.scan(Tables.ACCOUNT, "", "", 10)).containsOnlyKeys("self");
    assertThat(accounts.load()).contains(created);
  }

  @Test
  void wipeKeepsTheInboxAndTheOutboxOfTheProfile() {
    join(accounts.savePaired(linked(join(accounts.create()))));
    List<Namespace> kept =
        List.of(
            Tables.INBOX,
            Tables.INBOX_CURSOR,
            Tables.INBOX_PARKED,
            Tables.INBOX_HASH,
            Tables.INBOX_ID,
            Tables.INBOX_AGE,
            Tables.PARKED,
            Tables.OUTBOX);
    Batch.Builder rows = Batch.builder();
    kept.forEach(table -> rows.put(table, "key", Bytes.EMPTY));
    join(storage.commit(rows.build()));

    join(accounts.wipe());

    assertThat(kept).allSatisfy(table -> assertThat(storage.count(table)).isOne());
  }

  private static Batch put(byte[] row) {
    return Batch.builder().put(Tables.ACCOUNT, "self", Bytes.copyOf(row)).build();
  }
}
