package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;

/** spec/signal.md 2: the server asserts on every upload that an id never comes with two keys. */
class PreKeyTest {
  private final ScriptedServer server = new ScriptedServer();

  @Test
  void firstLoginUploadsTheFirstBatchOnce() {
    TestDevice alice = server.device("1001", 0);
    assertThat(server.keys(alice).left()).isEqualTo(812);
    alice.disconnect();
    alice.connect();
    assertThat(server.keys(alice).uploads()).isEqualTo(1);
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(812);
  }

  @Test
  void uploadWhoseAnswerWasLostIsRepeatedWithTheSameKeys() {
    server.failUploads(3);
    TestDevice alice = server.device("1001", 0);
    assertThat(server.keys(alice).known()).isEqualTo(812);
    for (int i = 0; i < 4; i++) {
      server.keys(alice).leave(0);
      alice.disconnect();
      alice.connect();
    }
    assertThat(server.keys(alice).uploads()).isGreaterThan(3);
  }

  @Test
  void lowNumberIsToppedUpOnceForManyNotifications() {
    TestDevice alice = server.device("1001", 0);
    server.keys(alice).leave(3);
    for (int i = 0; i < 5; i++) {
      Node count = Node.builder("count").attribute("value", "3").build();
      server.queue(
          alice.lid(),
          Node.builder("notification")
              .attribute("id", "n" + i)
              .attribute("type", "encrypt")
              .attribute("from", Jid.SERVER)
              .child(count)
              .build());
    }
    server.steps().run();
    assertThat(server.keys(alice).left()).isEqualTo(53);
    assertThat(server.unanswered(alice)).isEmpty();
  }

  @Test
  void lostBundleIsUploadedAgainAfterTheDigest() {
    TestDevice alice = server.device("1001", 0);
    server.keys(alice).leave(30);
    server.keys(alice).lose();
    alice.disconnect();
    alice.connect();
    TestDevice bob = server.device("1002", 0);
    bob.send(alice.pn(), "hello");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("hello");
  }

  @Test
  void usedKeyIsDeletedAndAnUnusedOneKept() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(bob.storage().count(Tables.PRE_KEY)).isEqualTo(811);
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(812);
  }

  @Test
  void contactWithoutOneTimeKeysIsReachedAllTheSame() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    server.keys(bob).leave(0);
    alice.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(bob.events(MessageUnreadable.class)).isEmpty();
  }

  @Test
  void serverThatFailsHalfOfTheUploadsNeverGetsTwoKeysForOneId() {
    Random coin = new Random(7);
    TestDevice alice = server.device("1001", 0);
    for (int i = 0; i < 60; i++) {
      if (coin.nextBoolean()) {
        server.failUploads(1); // the keys are taken all the same, and the answer is an error
      }
      server.keys(alice).leave(coin.nextInt(40));
      if (coin.nextInt(3) == 0) {
        alice.crash();
        alice.start();
      } else {
        alice.disconnect();
        alice.connect();
      }
    }
    server.failUploads(0);
    server.keys(alice).leave(0);
    alice.disconnect();
    alice.connect();
    assertThat(server.keys(alice).left()).isGreaterThanOrEqualTo(50);
    assertThat(server.keys(alice).uploads()).isGreaterThan(30);
    // DeviceKeys refuses an id that comes with another key; each that it knows is in storage
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(server.keys(alice).known());
  }

  @Test
  void signedKeyIsReplacedAfterThirtyDaysAndTheFormerStillOpensMessages() {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    server.hold(true);
    bob.send(alice.pn(), "under the old key");
    server.clock().advance(Duration.ofDays(29));
    relogin(alice);
    assertThat(server.keys(alice).signedId()).isEqualTo(1);
    alice.disconnect();
    server.clock().advance(Duration.ofDays(31)); // away for a month: the old one is 60 days old
    server.hold(false);
    alice.connect();
    assertThat(server.keys(alice).signedId()).isEqualTo(2);
    assertThat(alice.texts()).containsExactly("under the old key");
    TestDevice carol = server.device("1003", 0);
    carol.send(alice.pn(), "under the new key");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("under the old key", "under the new key");
    alice.crash();
    alice.start();
    TestDevice dave = server.device("1004", 0);
    dave.send(alice.pn(), "after a restart");
    server.steps().run();
    assertThat(alice.texts()).endsWith("after a restart");
  }

  @Test
  void signedKeyOfAnAccountThatStaysOnlineIsReplaced() {
    TestDevice alice = server.device("1001", 0);
    for (int day = 1; day <= 61; day++) {
      server.clock().advance(Duration.ofDays(1));
      alice.timer().fire();
      server.steps().run();
      assertThat(server.keys(alice).signedId()).as("day %d", day).isEqualTo(1 + day / 30);
    }
    assertThat(rotations(alice)).isEqualTo(2);
    alice.disconnect();
    assertThat(alice.timer().waiting()).isZero();
    server.clock().advance(Duration.ofDays(30));
    alice.timer().fire();
    server.steps().run();
    assertThat(server.keys(alice).signedId()).isEqualTo(3);
  }

  @Test
  void newSignedKeyIsToldUntilTheServerConfirmsIt() {
    TestDevice alice = server.device("1001", 0);
    server.clock().advance(Duration.ofDays(30));
    server.refuse(iq -> iq.child("rotate").isPresent());
    relogin(alice);
    assertThat(server.keys(alice).signedId()).isEqualTo(1);
    TestDevice bob = server.device("1002", 0);
    bob.send(alice.pn(), "the server does not know better");
    server.steps().run();
    assertThat(alice.texts()).containsExactly("the server does not know better");
    server.refuse(iq -> false);
    relogin(alice);
    assertThat(server.keys(alice).signedId()).isEqualTo(2);
    long told = rotations(alice);
    relogin(alice);
    assertThat(rotations(alice)).isEqualTo(told);
  }

  @Test
  void signedKeyThatWasReplacedLongAgoIsForgotten() {
    TestDevice alice = server.device("1001", 0);
    for (int i = 0; i < 6; i++) {
      server.clock().advance(Duration.ofDays(31));
      relogin(alice);
    }
    assertThat(server.keys(alice).signedId()).isEqualTo(7);
    // the current one and those that were replaced within 60 days: 6 (31 days ago) and 5 (today)
    assertThat(alice.storage().scan(Tables.SIGNED_PRE_KEY, "", "", 100).keySet())
        .containsExactlyInAnyOrder("current", "000006", "000005");
  }

  private static void relogin(TestDevice device) {
    device.disconnect();
    device.connect();
  }

  private long rotations(TestDevice device) {
    return server.queries(device).stream().filter(iq -> iq.child("rotate").isPresent()).count();
  }
}
