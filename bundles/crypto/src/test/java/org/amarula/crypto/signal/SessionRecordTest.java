package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Random;
import org.amarula.proto.account.StoredSession;
import org.amarula.proto.account.StoredSessionRecord;
import org.amarula.proto.account.StoredSkippedSeed;
import org.junit.jupiter.api.Test;

class SessionRecordTest {
  private final Random random = new Random(7);
  private final Device alice = new Device(random);
  private final Device bob = new Device(random);

  @Test
  void emptyRecordSurvivesStorage() throws Exception {
    SessionRecord read = SessionRecord.parse(SessionRecord.empty().serialize());

    assertThat(read.hasCurrent()).isFalse();
    assertThat(read.archivedCount()).isZero();
    assertThat(read.remoteIdentity()).isEmpty();
    assertThat(read.remoteRegistrationId()).isZero();
    assertThat(read.pendingPreKey()).isFalse();
  }

  @Test
  void recordTellsOfItsCurrentSession() throws Exception {
    alice.start(bob.bundle(true));

    assertThat(alice.record.remoteIdentity())
        .hasValueSatisfying(key -> assertThat(key).isEqualTo(bob.local.publicKey()));
    assertThat(alice.record.remoteRegistrationId()).isEqualTo(bob.local.registrationId());
    assertThat(alice.record.pendingSince()).contains(Instant.ofEpochSecond(1_700_000_000));
    assertThat(alice.record.baseKey()).isPresent();
    assertThat(alice.record).hasToString("SessionRecord[current=true, archived=0]");
  }

  @Test
  void oldestSessionsFallOutOfTheArchive() throws Exception {
    for (int i = 0; i < 45; i++) {
      alice.start(bob.bundle(false));
    }

    assertThat(alice.record.archivedCount()).isEqualTo(SessionRecord.MAX_ARCHIVED);
    assertThat(SessionRecord.parse(alice.record.serialize()).archivedCount()).isEqualTo(40);
  }

  @Test
  void archivedSessionStillReceivesAndIsPromoted() throws Exception {
    alice.start(bob.bundle(true));
    bob.receive(alice.send(new byte[] {1}));
    alice.receive(bob.send(new byte[] {2}));
    bob.record = bob.record.archiveCurrent();

    assertThatThrownBy(() -> bob.send(new byte[] {3})).isInstanceOf(NoSessionException.class);
    assertThat(bob.receive(alice.send(new byte[] {4}))).containsExactly(4);
    assertThat(bob.record.hasCurrent()).isTrue();
    assertThat(bob.record.archivedCount()).isZero();
  }

  @Test
  void mergedSessionsOfAnotherAddressStillReceive() throws Exception {
    alice.start(bob.bundle(true));
    bob.receive(alice.send(new byte[] {1}));
    SessionRecord underPhoneNumber = bob.record;
    Encrypted late = alice.send(new byte[] {2});
    alice.start(bob.bundle(true));
    bob.record = SessionRecord.empty();
    bob.receive(alice.send(new byte[] {3}));

    SessionRecord merged = bob.record.mergeArchived(underPhoneNumber);
    SessionRecord again = merged.mergeArchived(underPhoneNumber);
    bob.record = again;

    assertThat(merged.archivedCount()).isEqualTo(1);
    assertThat(again.serialize()).isEqualTo(merged.serialize());
    assertThat(bob.receive(late)).containsExactly(2);
  }

  @Test
  void storedRecordStaysBelowTwoMebibytes() throws Exception {
    SessionRecord record = SessionRecord.empty();
    for (int i = 0; i < 35; i++) {
      alice.start(bob.bundle(false));
      record = record.with(withSkippedKeys(alice.record.current(), 2000));
    }

    byte[] stored = record.serialize();

    assertThat(stored.length).isBetween(1_900_000, 2 << 20);
    SessionRecord read = SessionRecord.parse(stored);
    assertThat(read.archivedCount()).isBetween(15, 33);
    assertThat(read.remoteIdentity()).isPresent();
  }

  @Test
  void recordBeyondABoundIsCorrupt() throws Exception {
    alice.start(bob.bundle(true));
    StoredSessionRecord good = StoredSessionRecord.parseFrom(alice.record.serialize());
    StoredSession session = good.getCurrent();

    refuses(good.toBuilder().setFormatVersion(2).build());
    refuses(good.toBuilder().clearFormatVersion().build());
    refuses(with(good, session.toBuilder().setVersion(4)));
    refuses(with(good, session.toBuilder().clearBaseKeyDirection()));
    refuses(with(good, session.toBuilder().setRootKey(ByteString.copyFrom(new byte[31]))));
    refuses(with(good, session.toBuilder().setRemoteIdentity(ByteString.copyFrom(new byte[33]))));
    refuses(with(good, session.toBuilder().clearSendingChain()));
    refuses(with(good, session.toBuilder().clearOwnRatchet()));
    StoredSession.Builder chains = session.toBuilder();
    for (int i = 0; i < Session.MAX_RECEIVING; i++) {
      chains.addReceivingChains(session.getReceivingChains(0));
    }
    refuses(with(good, chains));
    StoredSession.Builder seeds = session.toBuilder();
    seeds.getReceivingChainsBuilder(0).setIndex(5000);
    for (int i = 0; i <= SkippedKeys.MAX; i++) {
      seeds.getReceivingChainsBuilder(0).addSkipped(seed(i));
    }
    refuses(with(good, seeds));
    StoredSession.Builder future = session.toBuilder();
    future.getReceivingChainsBuilder(0).addSkipped(seed(0)); // chain index is 0
    refuses(with(good, future));
    StoredSession.Builder unordered = session.toBuilder();
    unordered.getReceivingChainsBuilder(0).setIndex(9).addSkipped(seed(3)).addSkipped(seed(3));
    refuses(with(good, unordered));
    StoredSessionRecord.Builder archive = good.toBuilder();
    for (int i = 0; i <= SessionRecord.MAX_ARCHIVED; i++) {
      archive.addArchived(session);
    }
    refuses(archive.build());
    assertThatThrownBy(() -> SessionRecord.parse(new byte[(2 << 20) + 1]))
        .isInstanceOf(CorruptRecordException.class);
  }

  private static StoredSessionRecord with(StoredSessionRecord record, StoredSession.Builder part) {
    return record.toBuilder().setCurrent(part).build();
  }

  private static StoredSkippedSeed seed(int counter) {
    return StoredSkippedSeed.newBuilder()
        .setCounter(counter)
        .setSeed(ByteString.copyFrom(new byte[32]))
        .build();
  }

  private static void refuses(StoredSessionRecord record) {
    assertThatThrownBy(() -> SessionRecord.parse(record.toByteArray()))
        .isInstanceOf(CorruptRecordException.class);
  }

  private static Session withSkippedKeys(Session session, int count) {
    byte[][] seeds = new byte[count][32];
    KeyChain chain = new KeyChain(count, new byte[32], SkippedKeys.NONE.with(0, seeds));
    return session.received(0, chain, 0);
  }
}
