package org.amarula.messaging.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.CrashedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.address.MappingRows;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/** The number and the hidden id of a person are one queue of the outbox. */
class OnePersonTest extends OutboxFixture {
  private static final Jid PN = Jid.ofPhone("1002");
  private static final Jid LID = Jid.of("91002", Jid.LID);
  private static final Jid OTHER_LID = Jid.of("91003", Jid.LID);

  private void store(Jid pn, Jid lid) {
    Batch.Builder batch = Batch.builder();
    MappingRows.put(batch, pn, lid);
    steps.await(storage.commit(batch.build()));
  }

  private void learn(Jid pn, Jid lid) {
    store(pn, lid);
    outbox.learnt(pn, lid);
    steps.run();
  }

  /** The only try that runs is answered. */
  private void answerNext() {
    assertThat(tries).hasSize(1);
    accept(tries.keySet().iterator().next());
  }

  private void accept(String id) {
    answer(id, new SendResult.Accepted(id, Instant.EPOCH));
  }

  private void answerAll(int messages) {
    for (int i = 0; i < messages; i++) {
      answerNext();
    }
    assertThat(tries).isEmpty();
    assertThat(storage.count(Tables.OUTBOX)).isZero();
  }

  @Test
  void messagesToBothNamesAreSentOneAtATimeInTheOrderOfTheirAcceptance() {
    store(PN, LID);
    login();

    send(PN, "one");
    send(LID, "two");
    send(PN, "three");
    send(LID, "four");

    assertThat(texts()).containsExactly("one");
    answerAll(4);
    assertThat(texts()).containsExactly("one", "two", "three", "four");
    assertThat(carried).extracting(OutboxMessage::to).containsExactly(PN, LID, PN, LID);
    assertThat(events)
        .extracting(event -> ((OutboxSettled) event).chat())
        .containsExactly(PN, LID, PN, LID); // each told by the name that it was sent to
  }

  @Test
  void messagesThatWaitForTheLoginAreOneQueueToo() {
    send(LID, "one");
    send(PN, "two");
    send(LID, "three");
    store(PN, LID);

    login();

    assertThat(texts()).containsExactly("one");
    answerAll(3);
    assertThat(texts()).containsExactly("one", "two", "three");
  }

  @Test
  void rowsOfBothNamesAreOneQueueAfterARestart() {
    send(PN, "one");
    send(LID, "two");
    send(PN, "three");
    store(PN, LID);
    reopen();
    send(LID, "four");

    login();

    assertThat(texts()).containsExactly("one");
    answerAll(4);
    assertThat(texts()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void withoutAMappingTheyAreTwo() {
    login();

    send(PN, "one");
    send(LID, "two");

    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void mappingLearntMeanwhileJoinsWhatWaitsAndLeavesWhatIsBeingSent() {
    login();
    CompletableFuture<SendResult> one = send(PN, "one");
    CompletableFuture<SendResult> two = send(LID, "two");
    send(LID, "three");
    send(PN, "four");
    send(LID, "five");
    assertThat(texts()).containsExactly("one", "two");

    learn(PN, LID);
    learn(PN, LID);

    assertThat(texts()).containsExactly("one", "two");
    assertThat(outbox.entries()).hasSize(5);
    accept(one(1));
    assertThat(two).isCompleted();
    assertThat(texts()).containsExactly("one", "two"); // the other is still being sent
    accept(one(0));
    assertThat(one).isCompleted();
    answerAll(3);
    assertThat(texts()).containsExactly("one", "two", "three", "four", "five");
  }

  // The id of a message that was carried.
  private String one(int index) {
    return carried.get(index).id();
  }

  @Test
  void firstOfBothIsTriedAgainWhenTheSecondHasEndedOnly() {
    login();
    send(PN, "one");
    send(LID, "two");
    learn(PN, LID);

    fails(one(0), new CrashedException("sender"));
    rest();

    assertThat(texts()).containsExactly("one", "two");
    fails(one(1), new CrashedException("sender"));
    assertThat(texts()).containsExactly("one", "two", "one");
    rest();
    assertThat(tries).hasSize(1);
    answerAll(2);
    assertThat(texts()).containsExactly("one", "two", "one", "two");
  }

  @Test
  void messageThatRestsHoldsUpTheOtherNameOnceItIsKnown() {
    login();
    send(PN, "one");
    fails(one(0), new CrashedException("sender"));

    learn(PN, LID);
    send(LID, "two");

    assertThat(texts()).containsExactly("one");
    rest();
    answerAll(2);
    assertThat(texts()).containsExactly("one", "one", "two");
  }

  @Test
  void acceptedMessageWhoseRowIsNotDurableYetKeepsItsPlace() {
    login();
    send(LID, "one");
    outbox.accept(PN, List.of(), new Text("two"), SendOptions.durable());
    Batch.Builder batch = Batch.builder();
    MappingRows.put(batch, PN, LID);
    storage.commit(batch.build());
    outbox.learnt(PN, LID); // before the outbox knows that the row is durable
    send(LID, "three");

    answerAll(3);
    assertThat(texts()).containsExactly("one", "two", "three");
  }

  @Test
  void retriedMessageComesLastAmongThoseOfBothNames() {
    store(PN, LID);
    login();
    send(PN, "parked");
    String parked = one(0);
    for (int i = 0; i < 8; i++) {
      fails(parked, new CrashedException("sender"));
      rest();
    }
    assertThat(outbox.parked()).isOne();
    send(LID, "two");
    send(PN, "three");
    steps.await(outbox.retry(parked));

    answerAll(3);

    assertThat(texts().subList(8, 11)).containsExactly("two", "three", "parked");
  }

  @Test
  void numberThatGoesToAnotherPersonTakesItsMessagesAlong() {
    store(PN, LID);
    login();
    send(LID, "one");
    send(PN, "two");
    send(LID, "three");
    send(OTHER_LID, "four");
    assertThat(texts()).containsExactly("one", "four");
    Batch.Builder batch = Batch.builder().delete(Tables.MAPPING, LID.toString());
    MappingRows.put(batch, PN, OTHER_LID);
    steps.await(storage.commit(batch.build()));

    outbox.learnt(PN, OTHER_LID);
    steps.run();
    send(OTHER_LID, "five");

    accept(one(0));
    assertThat(texts()).containsExactly("one", "four", "three");
    accept(one(1));
    assertThat(texts()).containsExactly("one", "four", "three", "two");
    accept(one(2));
    answerAll(2);
    assertThat(texts()).last().isEqualTo("five");
  }

  @Test
  void messagesThatAreLeftAloneByItGoOnAtOnce() {
    store(PN, LID);
    login();
    send(LID, "one");
    send(PN, "two");
    fails(one(0), new CrashedException("sender"));
    Batch.Builder batch = Batch.builder().delete(Tables.MAPPING, LID.toString());
    MappingRows.put(batch, PN, OTHER_LID);
    steps.await(storage.commit(batch.build()));

    outbox.learnt(PN, OTHER_LID);
    steps.run();

    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void cancelAndEndOfTheLoginLeaveTheOrder() {
    store(PN, LID);
    Object mark = login();
    send(PN, "one");
    send(LID, "two");
    send(PN, "three");
    assertThat(steps.await(outbox.cancel(id(1)))).isTrue();
    outbox.offline(mark);
    fails(one(0), new NotConnectedException("The stream ended."));
    send(LID, "four");
    learn(PN, LID);

    login();

    assertThat(outbox.entries()).extracting(OutboxEntry::chat).containsExactly(PN, PN, LID);
    answerAll(3);
    assertThat(texts()).containsExactly("one", "one", "three", "four");
  }

  @Test
  void mappingThatCannotBeReadHoldsUpNobody() {
    Batch.Builder batch = Batch.builder().put(Tables.MAPPING, PN.toString(), Bytes.utf8("none"));
    Jid carol = Jid.ofPhone("1003");
    MappingRows.put(batch, carol, OTHER_LID);
    steps.await(storage.commit(batch.build()));
    send(PN, "one");
    send(carol, "two");
    send(OTHER_LID, "three");

    login();

    assertThat(texts()).containsExactly("one", "two");
    storage.failReads(Tables.MAPPING::equals);
    outbox.learnt(carol, OTHER_LID);
    send(PN, "four");
    accept(one(0));
    assertThat(texts()).containsExactly("one", "two", "four");
  }
}
