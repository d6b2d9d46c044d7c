package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.event.EventsMissed;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.SubscriptionStatus;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestConsumer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Durable subscriptions: who gets what, again after what, and what is never lost. */
class SubscriptionTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice carol;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    carol = server.device("1003", 0);
    bob = server.device("1002", 0);
  }

  private void send(String... texts) {
    for (String text : texts) {
      alice.send(bob.pn(), text);
    }
    server.steps().run();
  }

  private long rows() {
    return bob.storage().count(Tables.INBOX);
  }

  private SubscriptionStatus status(String name) {
    return bob.inbox().subscriptions().stream()
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void messagesWaitForAnAbsentListenerAndComeInOrderWithAMark() {
    bob.detach(TestDevice.CONSUMER);
    send("one", "two", "three");
    assertThat(status(TestDevice.CONSUMER))
        .isEqualTo(new SubscriptionStatus(TestDevice.CONSUMER, false, 3, 0));

    TestConsumer back = bob.attach(TestDevice.CONSUMER);
    server.steps().run();

    assertThat(back.texts()).containsExactly("one (again)", "two (again)", "three (again)");
    send("four");
    assertThat(back.texts()).endsWith("three (again)", "four");
    assertThat(rows()).isZero();
  }

  @Test
  void messagesWaitForAnAbsentListenerThroughARestart() {
    bob.detach(TestDevice.CONSUMER);
    send("one", "two");
    bob.crash();
    bob.start();
    assertThat(rows()).isEqualTo(2);

    TestConsumer back = bob.attach(TestDevice.CONSUMER);
    server.steps().run();

    assertThat(back.texts()).containsExactly("one (again)", "two (again)");
    assertThat(rows()).isZero();
  }

  @Test
  void twoNamesGoAheadEachAtItsOwnPace() {
    TestConsumer slow = bob.attach("slow");
    slow.confirms(false);
    send("one", "two");
    assertThat(status("slow").waiting()).isEqualTo(2);
    assertThat(status(TestDevice.CONSUMER).waiting()).isZero();
    assertThat(rows()).isEqualTo(2);

    bob.crash();
    slow.confirms(true);
    bob.start();

    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(slow.texts()).containsExactly("one", "two", "one (again)", "two (again)");
    assertThat(rows()).isZero();
  }

  @Test
  void aNewNameGetsWhatArrivesFromThenOn() {
    bob.confirms(false);
    send("before");
    TestConsumer late = bob.attach("late");
    send("after");

    assertThat(late.texts()).containsExactly("after");
    assertThat(bob.texts()).containsExactly("before", "after");
  }

  @Test
  void crashBetweenTheCallAndItsConfirmationRepeatsWithAMark() {
    bob.confirms(false);
    send("one");
    bob.crash();
    bob.confirms(true);
    bob.start();

    assertThat(bob.texts()).containsExactly("one", "one (again)");
  }

  @Test
  void aLaterConfirmationDoesNotCoverAnEarlierMessage() {
    bob.confirms(false);
    send("one");
    bob.confirms(true);
    send("two");
    bob.crash();
    bob.start();

    assertThat(bob.texts()).containsExactly("one", "two", "one (again)");
    assertThat(rows()).isZero();
  }

  @Test
  void crashBeforeTheConfirmationIsOnDiskRepeatsWithAMark() {
    bob.confirms(false);
    send("one");
    bob.storage().failCommit(1);
    bob.consumer().confirmAll();
    server.steps().run();
    bob.crash();
    bob.confirms(true);
    bob.start();

    assertThat(bob.texts()).containsExactly("one", "one (again)");
    assertThat(rows()).isZero();
  }

  @Test
  void confirmationThatCouldNotBeWrittenIsWrittenLater() {
    bob.confirms(false);
    send("one");
    bob.storage().failCommit(1);
    bob.consumer().confirmAll();
    server.steps().run();
    assertThat(rows()).isEqualTo(1);

    bob.timer().fire();
    server.steps().run();

    assertThat(rows()).isZero();
    bob.crash();
    bob.start();
    assertThat(bob.texts()).containsExactly("one");
  }

  @Test
  void aNewMessengerDisturbsNobodyAndLosesNothing() {
    bob.confirms(false);
    send("one");
    bob.restartMessenger();
    send("two");
    bob.consumer().confirmAll();
    server.steps().run();

    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(rows()).isZero();
  }

  @Test
  void oneFailingMessageHoldsUpItsChatOnlyAndKeepsItsOrder() {
    bob.consumer().failOn("bad", 2);
    send("bad", "next");
    carol.send(bob.pn(), "other chat");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("bad", "other chat");

    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).containsExactly("bad", "other chat", "bad (again)");
    bob.timer().fire();
    server.steps().run();

    assertThat(bob.texts())
        .containsExactly("bad", "other chat", "bad (again)", "bad (again)", "next");
    assertThat(rows()).isZero();
  }

  @Test
  void aMessageThatFailsTooOftenIsParkedAndTheChatGoesOn() {
    park();

    assertThat(bob.texts().stream().filter(text -> text.startsWith("bad"))).hasSize(8);
    assertThat(bob.texts()).endsWith("next");
    assertThat(bob.events(MessageParked.class))
        .singleElement()
        .satisfies(
            parked -> {
              assertThat(parked.subscription()).isEqualTo(TestDevice.CONSUMER);
              assertThat(parked.tries()).isEqualTo(8);
            });
    assertThat(rows()).isZero();
    assertThat(status(TestDevice.CONSUMER).parked()).isEqualTo(1);
    assertThat(bob.inbox().parked(TestDevice.CONSUMER))
        .extracting(MessageReceived::redelivered)
        .containsExactly(true);
  }

  @Test
  void whatIsParkedSurvivesARestartAndIsGivenAgainOnRequest() {
    park();
    bob.crash();
    bob.start();
    int seen = bob.texts().size();

    assertThat(server.steps().await(bob.inbox().replayParked(TestDevice.CONSUMER))).isEqualTo(1);

    assertThat(bob.texts().subList(seen, bob.texts().size())).containsExactly("bad (again)");
    assertThat(bob.inbox().parked(TestDevice.CONSUMER)).isEmpty();
    assertThat(rows()).isZero();
    assertThat(server.steps().await(bob.inbox().replayParked("nobody"))).isZero();
  }

  @Test
  void theTriesOfAMessageAreCountedAcrossRestarts() {
    bob.consumer().failOn("bad", 8);
    send("bad");
    for (int i = 0; i < 7; i++) {
      bob.crash();
      bob.start();
    }

    assertThat(bob.texts()).hasSize(8);
    assertThat(bob.events(MessageParked.class)).hasSize(1);
  }

  private void park() {
    bob.consumer().failOn("bad", 8);
    send("bad", "next");
    for (int i = 0; i < 7; i++) {
      bob.timer().fire();
      server.steps().run();
    }
  }

  @Test
  void whatFailsIsNotTriedWhileTheAccountIsOffline() {
    bob.consumer().failOn("bad", 1);
    send("bad");
    bob.disconnect();
    bob.timer().fire();
    server.steps().run();
    assertThat(bob.texts()).containsExactly("bad");

    bob.connect();

    assertThat(bob.texts()).containsExactly("bad", "bad (again)");
  }

  @Test
  void unsubscribingForgetsWhatWaits() {
    bob.attach("other").confirms(false);
    send("one");
    bob.detach("other");
    assertThat(rows()).isEqualTo(1);

    assertThat(server.steps().await(bob.inbox().unsubscribe("other"))).isTrue();

    assertThat(rows()).isZero();
    assertThat(bob.inbox().subscriptions())
        .extracting(SubscriptionStatus::name)
        .containsExactly(TestDevice.CONSUMER);
    assertThat(server.steps().await(bob.inbox().unsubscribe("other"))).isFalse();
    bob.crash();
    bob.start();
    assertThat(bob.inbox().subscriptions()).hasSize(1);
  }

  @Test
  void aListenerThatStaysAfterUnsubscribingBeginsAnew() {
    bob.confirms(false);
    send("one");
    server.steps().await(bob.inbox().unsubscribe(TestDevice.CONSUMER));
    bob.confirms(true);
    send("two");

    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(rows()).isZero();
    bob.crash();
    bob.start();
    assertThat(bob.texts()).containsExactly("one", "two");
  }

  @Test
  void withoutAnyNameAMessageCountsAsObserved() {
    server.steps().await(bob.inbox().unsubscribe(TestDevice.CONSUMER));
    bob.detach(TestDevice.CONSUMER);
    server.steps().await(bob.inbox().unsubscribe(TestDevice.CONSUMER));
    send("one");

    assertThat(bob.observed()).hasSize(1);
    assertThat(rows()).isZero();
  }

  @Test
  void observersConfirmNothingAndSeeEachMessageOnce() {
    bob.confirms(false);
    send("one");
    assertThat(bob.observed()).hasSize(1);
    assertThat(rows()).isEqualTo(1);

    bob.timer().fire(); // how far observers are is written at leisure
    server.steps().run();
    bob.crash();
    bob.start();

    assertThat(bob.texts()).containsExactly("one", "one (again)");
    assertThat(bob.observed()).hasSize(1);
  }

  @Test
  void whatWaitsLeavesAfterFourteenDaysAndIsReported() {
    oldLeaves(
        () -> {
          bob.disconnect();
          bob.connect();
        });
  }

  @Test
  void whatWaitsLeavesAnAccountThatStaysOnlineToo() {
    oldLeaves(
        () -> {
          bob.timer().fire(); // a day is over
          server.steps().run();
        });
  }

  private void oldLeaves(Runnable step) {
    bob.detach(TestDevice.CONSUMER);
    send("old");
    server.clock().advance(Duration.ofDays(15));
    send("young");
    step.run();
    assertThat(bob.events(EventsMissed.class))
        .containsExactly(new EventsMissed(TestDevice.CONSUMER, 1, "retention"));
    TestConsumer back = bob.attach(TestDevice.CONSUMER);
    server.steps().run();
    assertThat(back.texts()).containsExactly("young (again)");
    assertThat(rows()).isZero();
  }

  @Test
  void aBacklogLargerThanTheWindowIsReadInPagesOnceAndInOrder() {
    bob.confirms(false);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      alice.send(bob.pn(), "m" + i);
      expected.add("m" + i);
    }
    server.steps().run();
    assertThat(bob.texts().size()).as("handed over at most").isLessThanOrEqualTo(256);

    bob.confirms(true);
    bob.consumer().confirmAll();
    server.steps().run();

    assertThat(bob.texts()).isEqualTo(expected);
    assertThat(rows()).isZero();
  }

  @Test
  void anOrderlyEndWritesHowFarEverybodyIs() {
    send("one");
    bob.stop();
    bob.start();

    assertThat(bob.texts()).containsExactly("one");
    assertThat(bob.observed()).hasSize(1);
  }

  @Test
  void aBadNameIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> bob.inbox().attach("*"));
    assertThatIllegalArgumentException().isThrownBy(() -> bob.inbox().attach("a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> bob.inbox().attach(""));
  }
}
