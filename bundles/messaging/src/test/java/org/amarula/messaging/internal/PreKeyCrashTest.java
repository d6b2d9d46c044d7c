package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.prekey.PreKeyTable;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id never has two keys and no key is told that is not on disk, whatever fails when. */
class PreKeyCrashTest {
  private final ScriptedServer server = new ScriptedServer();
  private final TestDevice alice = server.device("1001", 0);
  private final Map<Integer, Bytes> told = new HashMap<>();
  private final Set<Integer> uploaded = new HashSet<>();
  private final Set<Integer> givenOut = new HashSet<>();
  private int queriesSeen;

  private void note(Node key, Set<Integer> by) {
    byte[] bytes = key.requireChild("id").requireBytes();
    int id = (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | bytes[2] & 0xff;
    Bytes value = Bytes.wrap(key.requireChild("value").requireBytes());
    assertThat(told.getOrDefault(id, value)).as("the key with id %d", id).isEqualTo(value);
    told.put(id, value);
    by.add(id);
  }

  /** Notes every key that went out since the last look. */
  private void look() {
    var queries = server.queries(alice);
    for (Node query : queries.subList(queriesSeen, queries.size())) {
      query.child("list").ifPresent(list -> list.children("key").forEach(k -> note(k, uploaded)));
    }
    queriesSeen = queries.size();
    for (Node sent : alice.stream().sent()) {
      sent.child("keys").ifPresent(keys -> note(keys.requireChild("key"), givenOut));
    }
  }

  private void low(int number) {
    alice
        .messenger()
        .onStanza(
            Node.builder("notification")
                .attribute("id", "n" + number)
                .attribute("type", "encrypt")
                .attribute("from", Jid.SERVER)
                .child(Node.builder("count").attribute("value", "3").build())
                .build());
  }

  private void unreadable(int number) {
    Node enc =
        Node.builder("enc").attribute("v", "2").attribute("type", "msg").bytes(new byte[9]).build();
    alice
        .messenger()
        .onStanza(
            Node.builder("message")
                .attribute("id", "m" + number)
                .attribute("from", Jid.of("5" + number, Jid.PN))
                .child(enc)
                .build());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void crashesAndFailingUploadsNeverGiveOneIdTwoKeys(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 80; i++) {
      server.failUploads(random.nextInt(2)); // half: taken all the same, and answered by an error
      server.keys(alice).leave(random.nextInt(40));
      for (int many = random.nextInt(4); many > 0; many--) {
        if (random.nextBoolean()) {
          low(10 * i + many);
        } else {
          unreadable(10 * i + many);
        }
      }
      server.steps().run(random.nextInt(80));
      look();
      if (random.nextInt(3) > 0) {
        alice.crash();
        server.steps().run(); // what the dead one had begun
        look();
        alice.start();
      } else {
        server.steps().run();
      }
      look();
    }
    assertThat(uploaded).hasSizeGreaterThan(1000);
    assertThat(givenOut).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(uploaded);
    PreKeyTable table = new PreKeyTable(alice.storage());
    told.forEach(
        (id, value) ->
            assertThat(table.find(id).map(keys -> Bytes.wrap(keys.publicKey()))).contains(value));
  }

  @Test
  void keyThatWentOutInARetryAndThatNobodyUsedIsForgottenAfterNinetyDays() {
    unreadable(1);
    server.steps().run();
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(813);
    server.clock().advance(Duration.ofDays(89));
    unreadable(2);
    server.steps().run();
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(814);
    server.clock().advance(Duration.ofDays(2));
    unreadable(3);
    server.steps().run();
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(814); // the first one is gone
    server.clock().advance(Duration.ofDays(200));
    unreadable(4);
    server.steps().run();
    assertThat(alice.storage().count(Tables.PRE_KEY)).isEqualTo(813); // uploaded ones stay
  }
}
