package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider that comes and goes quickly. */
@ExtendWith(Report.class)
class FlapIT {
  private static final int FLAPS = 20;

  @Test
  void providerThatFlapsLeavesOneConsistentSetOfServices() {
    try (Rig rig = Rig.start("flap", 3)) {
      Mail mail = new Mail(rig.felix, rig.sandbox, rig.fleet);
      Map<String, Long> before = Census.take(rig.felix.context()).services();
      try (Chatter chatter = new Chatter(mail, rig.fleet.profiles(), Settings.seed())) {
        for (int i = 0; i < FLAPS; i++) {
          rig.felix.stop(Names.STORAGE);
          rig.felix.start(Names.STORAGE);
        }
        rig.fleet.awaitOnline();
      }
      mail.verify();
      assertThat(Census.servicesLike(before, rig.felix)).isEqualTo(before);
      assertThat(rig.felix.probe().instances()).hasSize(rig.fleet.profiles().size());
      Report.add("flaps", FLAPS);
    }
  }
}
