package org.amarula.messaging.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class SentMessageTableTest {
  private static final Jid CHAT = Jid.of("1", Jid.LID);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ProfileStorage storage = new MemoryStorage().open(Profile.of("alice"));

  private SentMessageTable table(Instant now, int most) {
    return new SentMessageTable(
        new SentMessagesSettings(
            storage, Clock.fixed(now, ZoneOffset.UTC), Duration.ofDays(7), most));
  }

  private void remember(SentMessageTable table, String id) {
    Batch.Builder batch = Batch.builder();
    table.remember(batch, CHAT, id, Bytes.utf8("message " + id));
    storage.commit(batch.build()).toCompletableFuture().join();
  }

  @Test
  void messageIsFoundUntilItIsTooOld() {
    remember(table(START, 10), "A");
    assertThat(table(START.plus(Duration.ofDays(6)), 10).find(CHAT, "A"))
        .contains(Bytes.utf8("message A"));
    assertThat(table(START.plus(Duration.ofDays(7)), 10).find(CHAT, "A")).isEmpty();
    assertThat(table(START, 10).find(CHAT, "B")).isEmpty();
    assertThat(table(START, 10).find(Jid.of("2", Jid.LID), "A")).isEmpty();
  }

  @Test
  void oldestLeavesWhenTheTableIsFullAlsoAfterARestart() {
    for (int i = 0; i < 5; i++) {
      remember(table(START.plusSeconds(i), 3), "M" + i);
    }
    SentMessageTable reopened = table(START.plusSeconds(9), 3);
    assertThat(reopened.size()).isEqualTo(3);
    assertThat(storage.count(Tables.SENT)).isEqualTo(3);
    assertThat(reopened.find(CHAT, "M1")).isEmpty();
    assertThat(reopened.find(CHAT, "M2")).isPresent();
  }

  @Test
  void unreadableRowIsDroppedAndNotThrown() {
    byte[] garbage = {(byte) 0xff, (byte) 0xff};
    storage.commit(Batch.builder().put(Tables.SENT, CHAT + "/X", Bytes.wrap(garbage)).build());
    SentMessageTable table = table(START, 3);
    assertThat(table.size()).isEqualTo(1);
    assertThat(table.find(CHAT, "X")).isEmpty();
    assertThat(storage.count(Tables.SENT)).isZero();
    assertThat(table.size()).isZero();
  }

  @Test
  void messageGoesAgainOnceWithinItsTimeAlsoAfterARestart() {
    Duration within = Duration.ofMinutes(10);
    remember(table(START, 3), "A");
    remember(table(START.plusSeconds(599), 3), "A"); // as the outbox does: the first send counts
    SentMessageTable intime = table(START.plusSeconds(600), 3);
    assertThat(intime.mayGoAgain(CHAT, "A", within)).isTrue();
    assertThat(intime.mayGoAgain(CHAT, "B", within)).isFalse();
    assertThat(table(START.plusSeconds(601), 3).mayGoAgain(CHAT, "A", within)).isFalse();

    Batch.Builder batch = Batch.builder();
    assertThat(intime.goesAgain(batch, CHAT, "A", Bytes.utf8("message A"))).isTrue();
    storage.commit(batch.build()).toCompletableFuture().join();

    assertThat(intime.mayGoAgain(CHAT, "A", within)).isFalse();
    assertThat(intime.goesAgain(Batch.builder(), CHAT, "A", Bytes.EMPTY)).isFalse();
    remember(table(START.plusSeconds(600), 3), "A");
    SentMessageTable reopened = table(START.plusSeconds(600), 3);
    assertThat(reopened.mayGoAgain(CHAT, "A", within)).isFalse();
    assertThat(reopened.find(CHAT, "A")).contains(Bytes.utf8("message A"));
  }

  @Test
  void answersAreCountedPerMessageAndDevice() {
    SentMessageTable table = table(START, 3);
    Jid one = Jid.of("1", 3, Jid.LID);
    assertThat(table.countAnswer("A", one)).isEqualTo(1);
    assertThat(table.countAnswer("A", one)).isEqualTo(2);
    assertThat(table.countAnswer("A", one.withDevice(4))).isEqualTo(1);
    assertThat(table.countAnswer("B", one)).isEqualTo(1);
  }
}
