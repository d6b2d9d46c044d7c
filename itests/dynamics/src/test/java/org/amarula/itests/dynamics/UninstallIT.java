package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bundles that are taken away leave no trace. */
@ExtendWith(Report.class)
class UninstallIT {
  @Test
  void driverIsUninstalledWithoutATraceAndComesBack() {
    try (Rig rig = Rig.start("uninstall", 2)) {
      Loaders loaders = new Loaders();
      loaders.remember("uninstalled", rig.felix.bundle(Names.SQLITE));
      loaders.remember("without its driver", rig.felix.bundle(Names.STORAGE));

      rig.felix.uninstall(Names.SQLITE);

      assertThat(loaders.seen()).isEqualTo(2);
      assertThat(loaders.left()).isEmpty();
      assertThat(rig.felix.probe().instances()).isEmpty();

      rig.felix.reinstall(Names.SQLITE);
      rig.fleet.awaitOnline();
    }
  }
}
