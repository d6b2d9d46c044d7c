package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.amarula.itests.harness.Probe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each bundle is stopped, updated and refreshed while the accounts chat. */
@ExtendWith(Report.class)
class StepsIT {
  private static final String GUEST = "guest";
  private static final long STOP_DEADLINE_SECONDS = 20; // 15 for the instances, then the threads

  private static Rig rig;
  private static Mail mail;

  /** What is done to a bundle. */
  private enum Step {
    STOP_AND_START,
    UPDATE,
    REFRESH
  }

  @BeforeAll
  static void pair() {
    rig = Rig.start("steps", Settings.accounts());
    mail = new Mail(rig.felix, rig.sandbox, rig.fleet);
    int place = rig.felix.journal().size();
    rig.felix.probe().start(GUEST, rig.fleet.settings());
    rig.fleet.scan(GUEST, place);
    rig.await(GUEST, "online");
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @Test
  void everyBundleMayComeAndGoWhileAccountsChat() {
    for (String name : Names.COMING_AND_GOING) {
      for (Step step : Step.values()) {
        try (Chatter chatter = new Chatter(mail, rig.fleet.profiles(), Settings.seed())) {
          run(step, name);
        }
      }
    }
    mail.verify();
    Report.put("accounts", Settings.accounts());
  }

  private void run(Step step, String name) {
    Map<String, Probe.Instance> before = rig.felix.probe().instances();
    int place = rig.felix.journal().size();
    switch (step) {
      case STOP_AND_START -> {
        long begin = System.nanoTime();
        rig.felix.stop(name);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Report.highest("slowestStopMillis", millis);
        assertThat(millis).as("stop of " + name).isLessThan(STOP_DEADLINE_SECONDS * 1000);
        rig.felix.start(name);
      }
      case UPDATE -> rig.felix.update(List.of(name));
      default -> rig.felix.refresh(List.of(name));
    }
    rig.fleet.awaitOnline();
    Report.add("steps", 1);
    boolean witness = !restartsTheConsumer(step, name); // what is no message is not kept for it
    Map<String, Probe.Instance> after = rig.felix.probe().instances();
    before.forEach(
        (profile, instance) -> {
          if (!instance.equals(after.get(profile)) && gone(instance, after) && witness) {
            assertEndWasTold(place, profile, instance, step + " " + name);
          }
        });
    if (!after.containsKey(GUEST)) { // nobody declared it, so nobody brings it back
      assertThat(rig.felix.probe().start(GUEST, rig.fleet.settings())).startsWith("ok");
      rig.await(GUEST, "online");
      Report.add("undeclaredEnded", 1);
    }
  }

  private static boolean restartsTheConsumer(Step step, String name) {
    return name.equals(Names.PROBE) || step != Step.STOP_AND_START && name.equals(Names.API);
  }

  private static boolean gone(Probe.Instance instance, Map<String, Probe.Instance> after) {
    return after.values().stream().noneMatch(other -> other.id().equals(instance.id()));
  }

  private static void assertEndWasTold(
      int place, String profile, Probe.Instance instance, String step) {
    List<Map<String, String>> ends =
        rig.felix.journal().from(place, "InstanceTerminated").stream()
            .filter(end -> instance.id().equals(end.get("instance")))
            .toList();
    assertThat(ends).as("the end of " + profile + " by " + step).hasSize(1);
    assertThat(ends.get(0)).containsEntry("reason", "provider-gone");
  }
}
