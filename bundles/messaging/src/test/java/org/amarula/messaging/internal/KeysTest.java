package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Page;
import org.amarula.api.instance.PreKeyStatus;
import org.amarula.api.instance.RetryStatus;
import org.amarula.api.instance.SessionStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What consumers see of the tables. */
class KeysTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private Keys keys;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    server.device("1002", 3);
    alice.send(bob.pn(), "one");
    server.steps().run();
    keys = alice.messenger().keys();
  }

  @Test
  void sessionsAreSummedUpByUser() {
    SessionStatus status = only(keys.sessions("", 10));

    assertThat(status.user()).isEqualTo(bob.lid());
    assertThat(status.devices()).isEqualTo(2);
    assertThat(status.awaiting()).isEqualTo(2);
    assertThat(status.awaitingSince()).isPresent();
    assertThat(keys.sessionCount()).isEqualTo(2);

    bob.send(alice.pn(), "back");
    server.steps().run();

    assertThat(only(keys.sessions("", 10)).awaiting()).isEqualTo(1);
    assertThat(status.toString()).doesNotContain("91002");
  }

  @Test
  void damagedRecordIsCountedAndLeftAlone() {
    String key = Addresses.key(bob.lid());
    server
        .steps()
        .await(
            alice
                .storage()
                .commit(Batch.builder().put(Tables.SESSION, key, Bytes.utf8("?")).build()));

    SessionStatus status = only(keys.sessions("", 10));

    assertThat(status.devices()).isEqualTo(1);
    assertThat(status.unreadable()).isEqualTo(1);
    assertThat(alice.storage().read(Tables.SESSION, key)).contains(Bytes.utf8("?"));
  }

  @Test
  void pagesTellAllUsersOnceAndCutNone() {
    Batch.Builder batch = Batch.builder();
    Bytes row = alice.storage().read(Tables.SESSION, Addresses.key(bob.lid())).orElseThrow();
    for (int user = 5000; user < 5040; user++) {
      for (int device = 0; device < 7; device++) {
        Jid jid = Jid.of(String.valueOf(user), device, user % 2 == 0 ? Jid.PN : Jid.LID);
        batch.put(Tables.SESSION, Addresses.key(jid), row);
      }
    }
    server.steps().await(alice.storage().commit(batch.build()));
    List<SessionStatus> all = new ArrayList<>();
    String after = "";
    do {
      Page<SessionStatus> page = keys.sessions(after, 6);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(6);
      all.addAll(page.entries());
      after = page.next();
    } while (!after.isEmpty());

    assertThat(all).hasSize(41).extracting(SessionStatus::user).doesNotHaveDuplicates();
    assertThat(all.stream().filter(one -> !one.user().equals(bob.lid())))
        .allMatch(one -> one.devices() == 7);
    assertThat(keys.sessionCount()).isEqualTo(2 + 40 * 7);
  }

  @Test
  void namesAreToldInPairsOnce() {
    server.device("1003", 0).send(alice.pn(), "hi");
    server.steps().run();
    List<AddressPair> all = new ArrayList<>();
    String after = "";
    do {
      Page<AddressPair> page = keys.addresses(after, 1);
      all.addAll(page.entries());
      after = page.next();
    } while (!after.isEmpty());

    assertThat(all)
        .containsExactlyInAnyOrder(
            new AddressPair(Jid.of("1001", Jid.PN), Jid.of("91001", Jid.LID)),
            new AddressPair(Jid.of("1002", Jid.PN), Jid.of("91002", Jid.LID)),
            new AddressPair(Jid.of("1003", Jid.PN), Jid.of("91003", Jid.LID)));
    assertThat(keys.addressCount()).isEqualTo(3);
    assertThat(all.toString()).doesNotContain("1003@");
  }

  @Test
  void preKeysTellWhatWasMadeAndWhatTheServerSaid() {
    PreKeyStatus status = keys.preKeys();

    assertThat(status.next()).isEqualTo(813);
    assertThat(status.firstUnuploaded()).isEqualTo(813);
    assertThat(status.kept()).isEqualTo(812);
    assertThat(status.server().orElseThrow().count()).isZero();
    assertThat(status.server().orElseThrow().at()).isEqualTo(server.clock().instant());
    assertThat(status.signedId()).isEqualTo(1);
    assertThat(status.signedConfirmed()).isTrue();
    assertThat(status.signedSince()).isEqualTo(server.clock().instant());
  }

  @Test
  void replacedSignedKeyIsTheOneThatIsTold() {
    server.clock().advance(Duration.ofDays(31));
    alice.start();

    PreKeyStatus status = alice.messenger().keys().preKeys();

    assertThat(status.signedId()).isEqualTo(2);
    assertThat(status.signedSince()).isEqualTo(server.clock().instant());
  }

  @Test
  void retriesOfBothSidesAreCounted() {
    bob.send(alice.pn(), "back"); // so that what follows ends with its MAC
    server.steps().run();
    server.changeDeliveries(node -> AttackTest.damaged(node, "enc"));
    alice.send(bob.pn(), "unreadable");
    server.steps().run();
    server.changeDeliveries(node -> node);
    server.steps().run();

    RetryStatus asked = bob.messenger().keys().retries(10);
    RetryStatus answered = keys.retries(10);

    assertThat(asked.asked()).isNotEmpty();
    assertThat(answered.answered()).isNotEmpty();
    assertThat(asked.asked().get(0).id()).isEqualTo(answered.answered().get(0).id());
    assertThat(asked.asked().get(0).who()).isEqualTo(alice.lid().redacted());
    assertThat(answered.cached()).isEqualTo(2);
    assertThat(answered.capacity()).isEqualTo(100);
    assertThat(keys.retries(1).answered()).hasSize(1);
  }

  @Test
  void tooManyAtOnceAreTheCallersMistake() {
    assertThatThrownBy(() -> keys.sessions("", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keys.addresses("", 1001)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keys.retries(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static SessionStatus only(Page<SessionStatus> page) {
    assertThat(page.isLast()).isTrue();
    assertThat(page.entries()).hasSize(1);
    return page.entries().get(0);
  }
}
