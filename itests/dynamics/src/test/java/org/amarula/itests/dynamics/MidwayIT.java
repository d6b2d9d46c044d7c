package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.amarula.itests.harness.Probe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.InvalidSyntaxException;

/** A bundle stops in the middle of what an instance is doing. */
@ExtendWith(Report.class)
class MidwayIT {
  private static Rig rig;

  @BeforeAll
  static void pair() {
    rig = Rig.start("midway", 2);
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @Test
  void stopWhileInstancesStart() throws Exception {
    for (int i = 0; i < 10; i++) {
      String profile = "starting-" + i;
      CompletableFuture<String> answer =
          Rig.beside(() -> rig.felix.probe().start(profile, rig.fleet.settings()));
      rig.felix.stop(Names.SUPERVISION);
      assertThat(answer.get(30, TimeUnit.SECONDS)).matches("(?s)(ok|failed) .*");
      assertNothingIsLeft();
      rig.felix.start(Names.SUPERVISION);
      assertThat(rig.felix.probe().start(profile, rig.fleet.settings())).startsWith("ok");
      assertThat(rig.felix.probe().stop(profile)).isEqualTo("ok true");
    }
    rig.fleet.awaitOnline();
  }

  @Test
  void stopWhilePairing() {
    int place = rig.felix.journal().size();
    assertThat(rig.felix.probe().start("pairing", rig.fleet.settings())).startsWith("ok");
    rig.await("pairing", "pairing");
    Probe.Instance instance = rig.felix.probe().instances().get("pairing");
    rig.felix.stop(Names.CONNECTION);
    assertEnd(place, instance);
    assertNothingIsLeft();
    rig.felix.start(Names.CONNECTION);
    rig.fleet.awaitOnline();
    assertThat(rig.felix.probe().instances()).doesNotContainKey("pairing");
  }

  @Test
  void stopWhileLoggingIn() {
    rig.sandbox.fault("{\"type\":\"silentHandshake\",\"count\":2}");
    rig.felix.stop(Names.SUPERVISION);
    int place = rig.felix.journal().size();
    rig.felix.start(Names.SUPERVISION);
    rig.fleet.profiles().forEach(profile -> rig.await(profile, "handshaking"));
    Map<String, Probe.Instance> before = rig.felix.probe().instances();
    rig.felix.stop(Names.MESSAGING);
    before.values().forEach(instance -> assertEnd(place, instance));
    assertNothingIsLeft();
    rig.felix.start(Names.MESSAGING);
    rig.fleet.awaitOnline();
  }

  @Test
  void stopWhileSendingEndsTheSendTruthfully() throws Exception {
    String from = rig.fleet.profiles().get(0);
    String to = rig.fleet.phone(rig.fleet.profiles().get(1));
    assertThat(rig.felix.probe().send(from, to, "before")).startsWith("accepted");
    rig.sandbox.fault("{\"type\":\"blackHole\",\"account\":\"" + rig.fleet.phone(from) + "\"}");
    CompletableFuture<String> answer =
        Rig.beside(() -> rig.felix.probe().send(from, to, "into the hole"));
    rig.await(from, "online");
    rig.felix.stop(Names.SUPERVISION);
    assertThat(answer.get(30, TimeUnit.SECONDS)).matches("(?s)(unknown|failed) .*");
    assertNothingIsLeft();
    rig.felix.start(Names.SUPERVISION);
    rig.fleet.awaitOnline();
  }

  private static void assertEnd(int place, Probe.Instance instance) {
    List<Map<String, String>> ends =
        rig.felix.journal().from(place, "InstanceTerminated").stream()
            .filter(end -> instance.id().equals(end.get("instance")))
            .toList();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0)).containsEntry("reason", "provider-gone");
  }

  private static void assertNothingIsLeft() {
    try {
      assertThat(rig.felix.context().getAllServiceReferences(null, "(amarula.instance.id=*)"))
          .isNull();
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
