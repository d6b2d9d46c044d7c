package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartIT {
  @Test
  void declaredAccountsComeBackWithTheSupervision() {
    try (Rig rig = Rig.start("start", 2)) {
      rig.felix.stop("org.amarula.supervision");
      assertThat(rig.felix.probe().instances()).isEmpty();

      rig.felix.start("org.amarula.supervision");
      rig.fleet.awaitOnline();
    }
  }
}
