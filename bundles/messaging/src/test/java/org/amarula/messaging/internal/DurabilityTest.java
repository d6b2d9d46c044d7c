package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.StorageException;
import org.amarula.api.content.Text;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.DisconnectReason;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** spec/signal.md 10: what is on disk before what, and what comes again. */
class DurabilityTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
  }

  @Test
  void messageWhoseReceiptWasLostIsNotGivenTwiceToAConsumerThatStillHasIt() {
    bob.confirms(false);
    bob.stream().loseAnswers();
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    bob.disconnect();
    bob.connect();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void confirmedMessageWhoseReceiptWasLostIsOnlyAnswered() {
    bob.stream().loseAnswers();
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(server.unanswered(bob)).hasSize(1);
    bob.disconnect();
    bob.connect();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void crashBetweenCommitAndReceiptLosesNothing() {
    bob.confirms(false);
    bob.stream().loseAnswers();
    alice.send(bob.pn(), "one");
    alice.send(bob.pn(), "two");
    server.steps().run();
    bob.crash();
    bob.confirms(true);
    bob.start();
    assertThat(bob.texts())
        .containsSubsequence("one", "two", "one (again)", "two (again)")
        .filteredOn(text -> !text.endsWith("(again)"))
        .containsExactly("one", "two");
    assertThat(server.unanswered(bob)).isEmpty();
    bob.crash();
    int seen = bob.texts().size();
    bob.start();
    assertThat(bob.texts()).hasSize(seen); // confirmed: not given a third time
    bob.send(alice.pn(), "three");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("three");
  }

  @Test
  void consumerThatFailsGetsTheMessageAgain() {
    bob.failsNext();
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(server.unanswered(bob)).isEmpty(); // the receipt does not wait for the consumer
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello", "hello (again)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void storageThatFailsOnReceiptKeepsTheMessageAtTheServer(int commit) {
    server.hold(true);
    alice.send(bob.pn(), "one");
    alice.send(bob.pn(), "two");
    server.hold(false);
    bob.disconnect();
    bob.storage().failCommit(0);
    bob.crash();
    bob.start();
    // Everything was answered: begin again with a message that meets the failing store.
    assertThat(bob.texts()).containsExactly("one", "two");
    server.hold(true);
    alice.send(bob.pn(), "three");
    server.hold(false);
    bob.storage().failCommit(commit);
    server.redeliver(bob);
    boolean failed = bob.stream().closed().isPresent();
    if (failed) {
      assertThat(bob.stream().closed().get()).isInstanceOf(DisconnectReason.StorageFailed.class);
      assertThat(server.unanswered(bob)).hasSize(1);
    }
    assertThat(failed).isEqualTo(commit == 1);
    bob.storage().failCommit(0);
    bob.disconnect();
    bob.connect();
    assertThat(bob.texts().get(2)).isEqualTo("three");
    assertThat(bob.texts().stream().filter(text -> text.equals("three"))).hasSize(1);
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void messageBehindOneThatCouldNotBeStoredWaitsForIt() {
    server.hold(true);
    alice.send(bob.pn(), "one");
    alice.send(bob.pn(), "two");
    server.hold(false);
    bob.storage().failCommit(1);
    server.redeliver(bob);
    assertThat(bob.stream().closed()).isPresent();
    assertThat(bob.texts()).isEmpty();
    bob.disconnect();
    bob.connect();
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void sendWhoseBatchFailsWritesNothing() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    int written = server.messages().size();
    alice.storage().failCommit(1);
    CompletionStage<SendResult> sent = alice.messenger().send(bob.pn(), new Text("lost"));
    assertThatThrownBy(() -> server.steps().await(sent)).hasCauseInstanceOf(StorageException.class);
    assertThat(server.messages()).hasSize(written);
    assertThat(alice.send(bob.pn(), "two")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void oneMessageToKnownDevicesIsOneBatch() {
    server.device("1001", 3);
    server.device("1002", 12);
    alice.send(bob.pn(), "one");
    server.steps().run();
    int before = alice.storage().commits();
    CompletionStage<SendResult> sent = alice.messenger().send(bob.pn(), new Text("two"));
    server.hold(true); // receipts are batches of their own
    server.steps().await(sent);
    assertThat(alice.storage().commits() - before).isEqualTo(1);
  }

  @Test
  void oneReceivedMessageIsOneBatchBeforeItsReceipt() {
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.confirms(false);
    int before = bob.storage().commits();
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.storage().commits() - before).isEqualTo(1);
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void refusedMessageComesAgainAlthoughTheStoreCannotBeReadForAWhile() {
    bob.failsNext();
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.storage().failReads(any -> true);
    for (int i = 0; i < 3; i++) {
      bob.timer().fire();
      server.steps().run();
    }
    bob.storage().failReads(none -> false);
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).last().isEqualTo("one (again)");
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).filteredOn(text -> text.equals("one (again)")).hasSize(1);
  }

  @Test
  void inboxThatCannotBeReadIsReadWhenTheStoreRecovers() {
    bob.detach(TestDevice.CONSUMER);
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.storage().failReads(Tables.INBOX::equals);
    bob.attach(TestDevice.CONSUMER);
    server.steps().run();
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).isEmpty();
    bob.storage().failReads(none -> false);
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one (again)");
  }

  @Test
  void noAcknowledgementMeansOutcomeUnknown() {
    alice.stream().silence();
    assertThat(alice.send(bob.pn(), "one")).isInstanceOf(SendResult.OutcomeUnknown.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one");
  }

  @Test
  void everyMessageOfABacklogComesOnceInOrder() {
    server.hold(true);
    for (int i = 0; i < 30; i++) {
      alice.send(bob.pn(), "m" + i);
    }
    server.hold(false);
    bob.disconnect();
    bob.connect();
    List<String> expected = java.util.stream.IntStream.range(0, 30).mapToObj(i -> "m" + i).toList();
    assertThat(bob.texts()).isEqualTo(expected);
    assertThat(server.unanswered(bob)).isEmpty();
  }
}
