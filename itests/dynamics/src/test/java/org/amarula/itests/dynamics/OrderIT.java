package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.amarula.itests.harness.EmbeddedFelix;
import org.amarula.itests.harness.Fleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The order in which bundles start does not matter. */
@ExtendWith(Report.class)
class OrderIT {
  private static final int ORDERS = 4;

  @Test
  void bundlesStartInAnyOrder() {
    Random random = new Random(Settings.seed());
    try (Rig rig = Rig.start("order", 3)) {
      rig.felix.close();
      for (int i = 0; i < ORDERS; i++) {
        try (EmbeddedFelix felix = EmbeddedFelix.install(rig.data, "felix-" + i)) {
          List<String> order = felix.all(random);
          System.out.println("order: " + order);
          felix.start(order);
          Fleet fleet = new Fleet(felix, rig.sandbox);
          fleet.adopt(rig.fleet);
          fleet.awaitOnline();
          assertThat(felix.probe().instances()).hasSize(fleet.profiles().size());
          Report.add("orders", 1);
        }
      }
    }
  }
}
