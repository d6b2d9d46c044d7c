package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import org.amarula.itests.harness.EmbeddedFelix;
import org.amarula.itests.harness.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One data directory serves one framework at a time. */
@ExtendWith(Report.class)
class SecondFrameworkIT {
  @Test
  void secondFrameworkOnTheSameDataIsRefusedUntilTheFirstHasGone() {
    try (Rig rig = Rig.start("second", 2);
        EmbeddedFelix second = EmbeddedFelix.install(rig.data, "second")) {
      second.start(second.all());

      assertThat(second.probe().instances()).isEmpty();
      assertThat(Components.failureOf(second.context(), "SqliteStorageComponent"))
          .contains("org.amarula.api.StorageInUseException")
          .contains("is in use by this process");
      rig.fleet.awaitOnline();

      rig.felix.close();
      second.stop(Names.STORAGE);
      second.start(Names.STORAGE);
      Fleet fleet = new Fleet(second, rig.sandbox);
      fleet.adopt(rig.fleet);
      fleet.awaitOnline();
    }
  }

  @Test
  void stopOfTheBundleFreesItsProfiles() {
    try (Rig rig = Rig.start("freed", 1)) {
      String profile = rig.fleet.profiles().get(0);
      rig.felix.stop(Names.SUPERVISION);
      rig.felix.probe().undeclare(profile);
      rig.felix.start(Names.SUPERVISION);

      assertThat(rig.felix.probe().start(profile, rig.fleet.settings())).startsWith("ok");
      rig.await(profile, "online");
    }
  }
}
