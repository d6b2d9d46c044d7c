package org.amarula.messaging.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.CrashedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/** The outbox alone, with a carrier that does what a test says. */
class StoredOutboxTest extends OutboxFixture {
  private static final Jid BOB = Jid.ofPhone("1002");

  @Test
  void oneMessageOfAnAddressIsSentAtATime() {
    login();
    send(BOB, "one");
    send(BOB, "two");
    assertThat(texts()).containsExactly("one");

    answer(id(0), new SendResult.Accepted(id(0), Instant.EPOCH));

    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void fewAddressesAreSentToAtATime() {
    for (int i = 0; i < 40; i++) {
      send(Jid.ofPhone("2" + i), "text");
    }
    login();
    assertThat(carried).hasSize(16);

    for (int i = 0; i < 40; i++) {
      assertThat(tries.size()).isLessThanOrEqualTo(16);
      String id = tries.keySet().iterator().next();
      answer(id, new SendResult.Accepted(id, Instant.EPOCH));
    }

    assertThat(carried).hasSize(40);
    assertThat(storage.count(Tables.OUTBOX)).isZero();
  }

  @Test
  void everyTryIsTheSameMessage() {
    Object mark = login();
    send(BOB, "one");
    outbox.offline(mark);
    fails(id(0), new NotConnectedException("The stream ended."));
    clock.advance(Duration.ofHours(1));
    login();
    reopen();
    login();

    assertThat(carried).hasSize(3).containsOnly(carried.get(0));
    assertThat(outbox.entries().get(0).tries()).isZero(); // nobody was at fault
  }

  @Test
  void everyContentSurvivesARestart() {
    MessageRef ours = new MessageRef(BOB, Jid.ofPhone("1001"), "OURS");
    outbox.accept(BOB, List.of(), new Edit(ours, new Text("new")), SendOptions.durable());
    outbox.accept(BOB, List.of(), new Revoke(ours), SendOptions.durable());
    outbox.accept(Jid.STATUS, List.of(BOB), new Text("s"), SendOptions.durable());
    reopen();
    assertThat(outbox.entries())
        .extracting(OutboxEntry::kind)
        .containsExactly("edit", "revoke", "text");

    login();
    answer(id(0), new SendResult.Accepted(id(0), Instant.EPOCH));

    assertThat(carried)
        .extracting(OutboxMessage::content)
        .containsExactlyInAnyOrder(
            new Edit(ours, new Text("new")), new Text("s"), new Revoke(ours));
    assertThat(carried).filteredOn(message -> message.to().isStatus()).hasSize(1);
    assertThat(carried.get(0).secret().length()).isEqualTo(32);
  }

  @Test
  void messageThatTakesTheProcessDownEachTimeIsParked() {
    send(BOB, "deadly");
    String id = id(0);
    for (int i = 0; i < 8; i++) {
      assertThat(outbox.parked()).isZero();
      login();
      reopen(); // in the middle of the try
    }
    login();
    fails(id, new CrashedException("sender"));

    assertThat(outbox.parked()).isOne();
    assertThat(events).hasSize(1).first().isInstanceOf(OutboxParked.class);
    reopen();
    assertThat(outbox.parked()).isOne();
    login();
    assertThat(outbox.entries().get(0).state()).isEqualTo(OutboxEntry.State.PARKED);
    assertThat(carried).hasSize(9);
  }

  @Test
  void retriedMessageComesAfterThoseThatWait() {
    send(BOB, "one");
    String id = id(0);
    login();
    for (int i = 0; i < 8; i++) {
      fails(id, new CrashedException("sender"));
      rest();
    }
    send(BOB, "two");
    steps.await(outbox.retry(id));
    assertThat(steps.await(outbox.retry(id))).isFalse();
    reopen();

    assertThat(outbox.entries()).extracting(OutboxEntry::id).last().isEqualTo(id);
    assertThat(outbox.entries().get(1).tries()).isZero();
  }

  @Test
  void cancelWaitsForTheTryThatRuns() {
    login();
    CompletableFuture<SendResult> sent = send(BOB, "one");
    String id = id(0);
    CompletableFuture<Boolean> out = outbox.cancel(id).toCompletableFuture();
    steps.run();
    assertThat(out).isNotDone();

    fails(id, new CrashedException("sender"));

    assertThat(out.join()).isTrue();
    assertThat(sent).isCompletedExceptionally();
    CompletableFuture<SendResult> next = send(BOB, "two");
    id = id(0);
    out = outbox.cancel(id).toCompletableFuture();
    answer(id, new SendResult.OutcomeUnknown(id));
    assertThat(out.join()).isTrue();
    assertThat(next.join()).isEqualTo(new SendResult.OutcomeUnknown(id));
    send(BOB, "three");
    id = id(0);
    out = outbox.cancel(id).toCompletableFuture();
    answer(id, new SendResult.Accepted(id, Instant.EPOCH));
    assertThat(out.join()).isFalse();
    assertThat(storage.count(Tables.OUTBOX)).isZero();
  }

  @Test
  void answerThatCannotBeStoredIsToldWhenItCanAndNothingIsSentAgain() {
    login();
    CompletableFuture<SendResult> sent = send(BOB, "one");
    send(BOB, "two");
    String id = id(0);
    storage.failCommit(1);

    answer(id, new SendResult.Accepted(id, Instant.EPOCH));

    assertThat(sent).isNotDone();
    assertThat(events).isEmpty();
    rest();
    assertThat(sent.join()).isEqualTo(new SendResult.Accepted(id, Instant.EPOCH));
    assertThat(events).hasSize(1);
    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void cancelThatCannotBeStoredLeavesTheMessageInItsPlace() {
    send(BOB, "one");
    storage.failCommit(1);

    assertThatThrownBy(() -> steps.await(outbox.cancel(id(0))))
        .hasCauseInstanceOf(StorageException.class);

    login();
    assertThat(texts()).containsExactly("one");
  }

  @Test
  void cancelOfATryThatCannotBeStoredHoldsUpNobody() {
    login();
    send(BOB, "one");
    send(BOB, "two");
    String id = id(0);
    CompletableFuture<Boolean> out = outbox.cancel(id).toCompletableFuture();
    storage.failCommit(1);

    fails(id, new CrashedException("sender"));

    assertThat(out).isCompletedExceptionally();
    assertThat(texts()).containsExactly("one", "one"); // it goes on in its place
    answer(id, new SendResult.Accepted(id, Instant.EPOCH));
    assertThat(texts()).containsExactly("one", "one", "two");
    assertThat(outbox.stored()).isZero();
  }

  @Test
  void tryThatCannotBeCountedIsNotMade() {
    login();
    send(BOB, "one");
    String id = id(0);
    fails(id, new CrashedException("sender"));
    storage.failCommit(1);

    rest();

    assertThat(carried).hasSize(1);
    rest();
    assertThat(carried).hasSize(2);
    assertThat(outbox.entries().get(0).tries()).isOne();
  }

  @Test
  void damagedRowIsParkedAndHoldsUpNobody() {
    String arrival = String.format("%016x", clock.millis() << 16);
    steps.await(
        storage.commit(
            Batch.builder()
                .put(Tables.OUTBOX, arrival + "-DAMAGED", Bytes.utf8("no row"))
                .build()));
    reopen();
    send(BOB, "behind");

    login();

    assertThat(texts()).containsExactly("behind");
    OutboxParked told = (OutboxParked) events.get(0);
    assertThat(told.id()).isEqualTo("DAMAGED");
    assertThat(told.problem()).contains("damaged");
    assertThatThrownBy(() -> steps.await(outbox.retry("DAMAGED"))).hasMessageContaining("damaged");
    assertThat(steps.await(outbox.cancel("DAMAGED"))).isTrue();
    assertThat(storage.count(Tables.OUTBOX)).isOne();
  }

  @Test
  void closedOutboxTellsWhatItKeepsAndAcceptsNothing() {
    CompletableFuture<SendResult> sent = send(BOB, "one");
    String id = id(0);

    outbox.close();
    steps.run();

    assertThat(sent.join()).isEqualTo(new SendResult.Stored(id));
    assertThatThrownBy(() -> send(BOB, "two")).isInstanceOf(NotConnectedException.class);
    login();
    assertThat(carried).isEmpty();
    assertThat(storage.count(Tables.OUTBOX)).isOne();
  }

  @Test
  void orderIsKeptWhenTheClockIsSetBack() {
    send(BOB, "one");
    clock.advance(Duration.ofHours(-2));
    send(BOB, "two");
    reopen();
    clock.advance(Duration.ofHours(-2));
    send(BOB, "three");

    login();
    for (int i = 0; i < 2; i++) {
      answer(id(0), new SendResult.Accepted(id(0), Instant.EPOCH));
    }

    assertThat(texts()).containsExactly("one", "two", "three");
  }

  @Test
  void storedAreThoseThatNoSenderHas() {
    send(BOB, "one");
    send(BOB, "two");
    send(Jid.ofPhone("1003"), "three");
    assertThat(outbox.stored()).isEqualTo(3);
    reopen();
    assertThat(outbox.stored()).isEqualTo(3);

    login();

    assertThat(outbox.stored()).isOne(); // "two"
    assertThat(outbox.waiting()).isEqualTo(3);
    String one = carried.get(0).id();
    fails(one, new CrashedException("sender"));
    assertThat(outbox.stored()).isEqualTo(2); // it rests
    rest();
    storage.failCommit(1);
    answer(one, new SendResult.Accepted(one, Instant.EPOCH));
    assertThat(outbox.stored()).isOne(); // answered, but still on disk
    rest();
    assertThat(outbox.stored()).isZero();
    assertThat(outbox.waiting()).isEqualTo(2);
  }

  @Test
  void parkedAndCancelledMessagesAreNotStored() {
    login();
    send(BOB, "one");
    send(BOB, "two");
    String one = id(0);
    fails(one, new UnsendableException("No."));
    assertThat(outbox.parked()).isOne();
    assertThat(outbox.stored()).isZero(); // the other is being sent
    String two = id(1);
    fails(two, new CrashedException("sender"));
    steps.await(outbox.retry(one));
    assertThat(outbox.stored()).isEqualTo(2);
    storage.failCommit(1);
    assertThatThrownBy(() -> steps.await(outbox.cancel(one))).isNotNull();
    assertThat(outbox.stored()).isEqualTo(2); // it stays

    steps.await(outbox.cancel(one));
    steps.await(outbox.cancel(two));

    assertThat(outbox.stored()).isZero();
    assertThat(outbox.waiting() + outbox.parked()).isZero();
  }
}
