package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rounds in which every bundle is replaced leave nothing behind. */
@ExtendWith(Report.class)
class RoundsIT {
  private static final int WARM_UP = 5;
  private static final int ACCOUNTS = 2;
  private static final int SETTLE_SECONDS = 90;

  private final Loaders loaders = new Loaders();
  private final Random random = new Random(Settings.seed());

  @Test
  void roundsLeaveTheSameNumbersAndNoClassLoader() {
    int rounds = Settings.rounds();
    try (Rig rig = Rig.start("rounds", ACCOUNTS)) {
      Mail mail = new Mail(rig.felix, rig.sandbox, rig.fleet);
      for (int i = 0; i < WARM_UP; i++) {
        round(rig, mail, i);
      }
      assertThat(loaders.left()).as("loaders left by the warm-up").isEmpty();
      Census before = Census.take(rig.felix.context());
      for (int i = 0; i < rounds; i++) {
        round(rig, mail, WARM_UP + i);
      }
      assertThat(loaders.left()).as("class loaders that are left").isEmpty();
      compare(before, rig);
      mail.verify();
      Report.put("rounds", rounds);
      Report.put("loadersCollected", loaders.seen());
    }
  }

  private void round(Rig rig, Mail mail, int number) {
    Set<Thread> earlier = Census.ours();
    List<String> bundles = new ArrayList<>(Names.renewable(rig.felix.all()));
    if (number % 3 != 1) {
      bundles.forEach(name -> loaders.remember("round " + number, rig.felix.bundle(name)));
    }
    long begin = System.nanoTime();
    switch (number % 3) {
      case 0 -> rig.felix.update(bundles);
      case 1 -> {
        Collections.shuffle(bundles, random);
        bundles.forEach(rig.felix::stop);
        Collections.shuffle(bundles, random);
        rig.felix.start(bundles);
      }
      default -> rig.felix.refresh(bundles);
    }
    Report.highest("slowestRoundMillis", (System.nanoTime() - begin) / 1_000_000);
    rig.fleet.awaitOnline();
    List<String> profiles = rig.fleet.profiles();
    for (int i = 0; i < profiles.size(); i++) {
      mail.byPhone(profiles.get(i), profiles.get((i + 1) % profiles.size()));
      mail.byAccount(profiles.get(i), profiles.get((i + 1) % profiles.size()));
    }
    rig.felix
        .journal()
        .until(
            "no thread of the round before lives on: " + earlier,
            SETTLE_SECONDS,
            () -> earlier.stream().noneMatch(Thread::isAlive));
  }

  /** The numbers when what ends by itself has ended: no more threads or descriptors than before. */
  private static Census settled(Rig rig, Census before) {
    Census[] last = {Census.take(rig.felix.context())};
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    rig.felix
        .journal()
        .until(
            "the end of the time to settle",
            SETTLE_SECONDS + 1,
            () -> {
              last[0] = Census.take(rig.felix.context());
              return last[0].grownSince(before).isEmpty() || System.nanoTime() > deadline;
            });
    return last[0];
  }

  private static void compare(Census before, Rig rig) {
    Census after = settled(rig, before);
    Report.put("threadsBefore", Census.total(before.threads()));
    Report.put("threadsAfter", Census.total(after.threads()));
    Report.put("servicesBefore", Census.total(before.services()));
    Report.put("servicesAfter", Census.total(after.services()));
    assertThat(after.grownSince(before)).as("what has grown").isEmpty();
    assertThat(after.services()).as("services").isEqualTo(before.services());
    if (!Census.tellsDescriptors()) {
      System.out.println("SKIPPED: this system does not tell which descriptors are open.");
      return;
    }
    Report.put("socketsBefore", before.sockets());
    Report.put("socketsAfter", after.sockets());
    Report.put("descriptorsBefore", Census.total(before.descriptors()));
    Report.put("descriptorsAfter", Census.total(after.descriptors()));
  }
}
