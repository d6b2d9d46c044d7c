package org.amarula.messaging.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class InboxTableTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final StoredInboxRow ROW = StoredInboxRow.newBuilder().setId("A").build();

  private final ProfileStorage storage = new MemoryStorage().open(Profile.of("alice"));

  private InboxTable table(Duration later) {
    return new InboxTable(storage, Clock.fixed(START.plus(later), ZoneOffset.UTC));
  }

  private static String hash(int number) {
    return InboxKeys.ofCiphertext(new byte[] {(byte) number}, "normal", "", "1.0");
  }

  private void commit(Batch.Builder batch) {
    storage.commit(batch.build()).toCompletableFuture().join();
  }

  private boolean prune(Duration later) {
    return table(later).prune().toCompletableFuture().join();
  }

  @Test
  void rowIsReducedToItsHashWhenEverybodyIsDone() {
    InboxTable table = table(Duration.ZERO);
    Batch.Builder batch = Batch.builder();
    String key = table.add(batch, hash(1), ROW);
    commit(batch);
    assertThat(table.isKnown(List.of(hash(1)))).isTrue();
    assertThat(table.row(key)).contains(ROW);
    Batch.Builder confirmed = Batch.builder();
    InboxTable.remove(confirmed, key);
    commit(confirmed);
    assertThat(table.isKnown(List.of(hash(1)))).isTrue();
    assertThat(table.row(key)).isEmpty();
    assertThat(table.isKnown(List.of(hash(2)))).isFalse();
  }

  @Test
  void arrivalOrderIsKeptWhenTheClockIsSetBack() {
    Batch.Builder batch = Batch.builder();
    String first = table(Duration.ofHours(1)).add(batch, hash(1), ROW);
    commit(batch);
    InboxTable later = table(Duration.ZERO);
    assertThat(later.last("")).isEqualTo(first);
    String second = later.add(Batch.builder(), hash(2), ROW);
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void arrivalOrderIsKeptWhenOnlyACursorRemembersTheLastRow() {
    String gone = table(Duration.ofHours(1)).add(Batch.builder(), hash(1), ROW);
    InboxTable later = table(Duration.ZERO);
    assertThat(later.last(gone)).isEqualTo(gone);
    assertThat(later.add(Batch.builder(), hash(2), ROW)).isGreaterThan(gone);
  }

  @Test
  void whatIsKnownLeavesAfterFourteenDays() {
    InboxTable table = table(Duration.ZERO);
    Batch.Builder batch = Batch.builder();
    table.addHandled(batch, hash(1));
    table.addDelivered(batch, "message", hash(2));
    commit(batch);
    assertThat(prune(Duration.ofDays(14))).isFalse();
    assertThat(table.isKnown(List.of(hash(1)))).isTrue();
    assertThat(table.deliveredBy(List.of("message"))).contains(hash(2));
    prune(Duration.ofDays(15));
    assertThat(table.isKnown(List.of(hash(1)))).isFalse();
    assertThat(table.deliveredBy(List.of("message"))).isEmpty();
    assertThat(storage.count(Tables.INBOX_AGE)).isZero();
  }

  @Test
  void whatIsKnownIsAgedInTheOrderOfItsArrival() {
    InboxTable table = table(Duration.ZERO);
    Batch.Builder batch = Batch.builder();
    for (int i = 0; i < 8; i++) {
      table.addHandled(batch, hash(i));
    }
    commit(batch);
    assertThat(storage.scan(Tables.INBOX_AGE, "", "", 8).keySet())
        .extracting(key -> key.substring(key.lastIndexOf('/') + 1))
        .containsExactly(hash(0), hash(1), hash(2), hash(3), hash(4), hash(5), hash(6), hash(7));
  }

  @Test
  void whatWasAgedWithoutItsArrivalLeavesToo() {
    Batch.Builder batch = Batch.builder();
    batch.put(Tables.INBOX_HASH, hash(1), Bytes.utf8("done"));
    batch.put(Tables.INBOX_AGE, "000100/h/" + hash(1), Bytes.utf8("done"));
    batch.put(Tables.INBOX_ID, hash(2), Bytes.utf8(hash(1)));
    batch.put(Tables.INBOX_AGE, "000100/i/" + hash(2), Bytes.utf8("done"));
    commit(batch);
    prune(Duration.ZERO);
    assertThat(storage.count(Tables.INBOX_HASH)).isZero();
    assertThat(storage.count(Tables.INBOX_ID)).isZero();
    assertThat(storage.count(Tables.INBOX_AGE)).isZero();
  }

  @Test
  void rowThatLeavesAfterItsHashWasForgottenLeavesNothing() {
    Batch.Builder batch = Batch.builder();
    String key = table(Duration.ZERO).add(batch, hash(1), ROW);
    commit(batch);
    prune(Duration.ofDays(15));
    Batch.Builder removed = Batch.builder();
    InboxTable.remove(removed, key);
    commit(removed);
    assertThat(storage.count(Tables.INBOX_HASH)).isZero();
  }

  @Test
  void pruningGoesOnWhileThereIsMore() {
    InboxTable table = table(Duration.ZERO);
    Batch.Builder batch = Batch.builder();
    for (int i = 0; i < 256; i++) {
      table.addHandled(batch, hash(i));
    }
    commit(batch);
    assertThat(prune(Duration.ofDays(20))).isTrue();
    assertThat(prune(Duration.ofDays(20))).isFalse();
    assertThat(storage.count(Tables.INBOX_HASH)).isZero();
    assertThat(storage.count(Tables.INBOX_AGE)).isZero();
  }
}
