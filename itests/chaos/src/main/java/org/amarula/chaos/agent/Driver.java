package org.amarula.chaos.agent;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;

/** Breaks one thing after another, as a seed decides. To be driven by one thread. */
final class Driver {
  private static final Role[] VICTIMS = {
    Role.REGISTRY,
    Role.TABLE_OWNER,
    Role.CUSTODIAN_SUPERVISOR,
    Role.CONNECTION,
    Role.SENDER_SUPERVISOR
  };
  private static final StorageTrouble.Kind[] TROUBLES = {
    StorageTrouble.Kind.FAILING_COMMITS,
    StorageTrouble.Kind.SLOW_COMMITS,
    StorageTrouble.Kind.FAILING_READS,
    StorageTrouble.Kind.FAILING_COMMITS,
    StorageTrouble.Kind.FAILING_OPENS
  };

  private final Fleet fleet;
  private final ServerAdmin server;
  private final StorageTrouble trouble;
  private final Nuisance nuisance;
  private final Audience audience;
  private final Lines file;
  private final Random random;
  private int step;
  private int kills;
  private int faults;
  private int troubled;
  private int absent;

  Driver(
      Fleet fleet,
      ServerAdmin server,
      StorageTrouble trouble,
      Nuisance nuisance,
      Audience audience,
      Lines file,
      Random random) {
    this.fleet = fleet;
    this.server = server;
    this.trouble = trouble;
    this.nuisance = nuisance;
    this.audience = audience;
    this.file = file;
    this.random = random;
  }

  /** How many children were killed. */
  int kills() {
    return kills;
  }

  /** How many faults the sandbox was given. */
  int faults() {
    return faults;
  }

  /** Breaks one thing. Every third step is a kill; each other kind has its turn. */
  void step() throws IOException, InterruptedException {
    step++;
    if (troubled > 0 && --troubled == 0) {
      trouble.end();
    }
    if (absent > 0 && --absent == 0) {
      audience.come();
    }
    if (step % 3 == 0) {
      kill();
      return;
    }
    switch (step % 16) {
      case 1:
        fault(Map.of("type", "drop", "account", victim()));
        break;
      case 2:
        fault(Map.of("type", "blackHole", "account", victim()));
        break;
      case 4:
        String code = random.nextBoolean() ? "503" : "515";
        fault(Map.of("type", "streamError", "account", victim(), "code", code));
        break;
      case 5:
        fault(Map.of("type", "duplicate", "from", victim(), "count", "3"));
        break;
      case 7:
        fault(Map.of("type", "delay", "from", victim(), "ms", "700", "count", "3"));
        break;
      case 8:
        fault(Map.of("type", "ackError", "from", victim(), "code", "479"));
        break;
      case 10:
        // A companion that asks again for what it could not read.
        fault(Map.of("type", "corruptEnc", "from", victim(), "device", "1"));
        break;
      case 11:
        refuseLogin();
        break;
      case 13:
        fault(Map.of("type", "ignoreIq", "account", victim()));
        break;
      case 14:
        absent = 2 + random.nextInt(4);
        audience.leave();
        file.add("listener", Map.of("does", "leave"));
        break;
      case 0:
        disturbListener();
        break;
      default:
        disturbStorage();
        break;
    }
  }

  // The server has a bad moment at the very login that a cut makes necessary.
  private void refuseLogin() throws IOException, InterruptedException {
    String victim = victim();
    fault(Map.of("type", "loginFailure", "account", victim, "reason", "503"));
    fault(Map.of("type", "drop", "account", victim));
  }

  private String victim() {
    return fleet.phone(fleet.any(random));
  }

  private void kill() {
    String profile = fleet.any(random);
    Role role = VICTIMS[random.nextInt(VICTIMS.length)];
    Optional<ConnectionSupervisor> supervisor = fleet.supervisor(profile);
    if (supervisor.isEmpty()) {
      return; // being restarted anyway
    }
    supervisor.get().kill(role);
    kills++;
    file.add("kill", Map.of("role", role.text(), "profile", profile));
  }

  private void fault(Map<String, String> fields) throws IOException, InterruptedException {
    server.fault(fields);
    faults++;
    file.add("fault", fields);
  }

  private void disturbListener() {
    String profile = fleet.any(random);
    if (random.nextBoolean()) {
      nuisance.block(profile, 500 + random.nextInt(1500));
      file.add("listener", Map.of("does", "block", "profile", profile));
    } else {
      boolean error = random.nextBoolean();
      nuisance.fail(profile, error);
      file.add("listener", Map.of("does", error ? "error" : "throw", "profile", profile));
    }
  }

  private void disturbStorage() {
    StorageTrouble.Kind kind = TROUBLES[random.nextInt(TROUBLES.length)];
    troubled = 2 + random.nextInt(4);
    String victim = random.nextInt(4) == 0 ? "" : fleet.any(random);
    trouble.begin(kind, victim);
    file.add("storage", Map.of("kind", kind.name(), "profile", victim));
  }
}
