package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
}
