package org.amarula.messaging.internal.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.amarula.api.jid.Jid;

/**
 * One run from one seed: a few devices that write to each other, a storm of faults, a calm in which
 * all that is under way ends, a message from everybody to everybody, and the judgement.
 */
final class ModelRun {
  private static final int CALM_ROUNDS = 20;
  private static final Duration LONGER_THAN_ANY_TIMER = Duration.ofSeconds(70);

  private final World world;
  private final List<Jid> groups = new ArrayList<>();
  private Storm storm;

  private ModelRun(long seed, Planted planted) {
    this.world = new World(seed, planted);
  }

  /** What came of a run. */
  record Result(long seed, List<String> violations, Figures figures, List<String> trace) {}

  static Result of(long seed, Planted planted) {
    ModelRun run = new ModelRun(seed, planted);
    try {
      run.meet();
      run.storm();
      run.calm();
      run.greet();
      run.calm();
      run.world.judge().settle();
    } catch (RuntimeException | AssertionError e) {
      run.world.judge().require(false, "it ended with " + trace(e));
    }
    World world = run.world;
    return new Result(seed, world.judge().violations(), world.figures(), world.trace());
  }

  private static String trace(Throwable error) {
    StringBuilder lines = new StringBuilder(error.toString());
    for (int i = 0; i < Math.min(8, error.getStackTrace().length); i++) {
      lines.append("\n      at ").append(error.getStackTrace()[i]);
    }
    return lines.toString();
  }

  /** Two to four devices of two or three accounts, and one or two groups of all of them. */
  private void meet() {
    Random chance = world.chance();
    world.server().hideLids(chance.nextBoolean());
    world.server().groups().hideAliases(chance.nextInt(3) == 0);
    add("1001", 0);
    add("1002", 0);
    if (chance.nextInt(3) > 0) {
      add(chance.nextBoolean() ? "1001" : "1003", chance.nextBoolean() ? 0 : 4);
    }
    if (chance.nextBoolean()) {
      add("1002", 7);
    }
    world.server().steps().run();
    int wanted = 1 + chance.nextInt(2);
    for (int i = 0; i < wanted; i++) {
      Jid group = world.server().groups().create(accounts());
      world.server().groups().nameByLid(group, chance.nextInt(3) > 0);
      groups.add(group);
    }
    world.server().steps().shuffle(chance);
    storm = new Storm(world, groups);
  }

  private void add(String user, int id) {
    boolean phone = world.devices().stream().noneMatch(one -> one.pn().user().equals(user));
    ModelDevice device = ModelDevice.grown(world, user, phone ? 0 : Math.max(4, id));
    world.devices().add(device);
    device.start();
  }

  private ModelDevice[] accounts() {
    return world.devices().stream()
        .filter(one -> one.pn().device() == 0)
        .toArray(ModelDevice[]::new);
  }

  private void storm() {
    world.storm(true);
    storm.rage();
    world.storm(false);
  }

  /** Everybody comes back, everything is confirmed, all timers end, nothing stays unanswered. */
  private void calm() {
    for (ModelDevice device : world.devices()) {
      if (device.isUp()) {
        device.process().child().cut(); // what was lost on this stream comes on the next
      }
    }
    for (int round = 0; round < CALM_ROUNDS && !isCalm(round); round++) {
      for (ModelDevice device : world.devices()) {
        if (!device.isUp()) {
          device.start();
        }
        device.process().child().login();
        device.process().confirm();
        device.process().outbox().retryParked();
      }
      world.server().steps().run();
      world.server().clock().advance(LONGER_THAN_ANY_TIMER);
      world.devices().forEach(one -> one.process().timer().fire());
      world.server().steps().run();
    }
    for (ModelDevice device : world.devices()) {
      int left = world.server().unanswered(device).size();
      world.judge().require(left == 0, device + " leaves " + left + " stanzas unanswered");
      int unsent = device.process().outbox().entries().size();
      world.judge().require(unsent == 0, device + " leaves " + unsent + " messages unsent");
      world.judge().require(device.isConnected(), device + " does not stay connected");
      device.process().child().stream().answered().settle();
    }
  }

  private boolean isCalm(int round) {
    return round > 1
        && world.devices().stream()
            .allMatch(
                one ->
                    one.isConnected()
                        && one.process().timer().isQuietFor(LONGER_THAN_ANY_TIMER)
                        && one.process().outbox().entries().isEmpty()
                        && world.server().unanswered(one).isEmpty());
  }

  /** Whatever happened, everybody can be written to. */
  private void greet() {
    for (ModelDevice device : world.devices()) {
      groups.forEach(group -> storm.send(device, group));
      new TreeSet<>(world.devices().stream().map(one -> one.account().toString()).toList())
          .forEach(account -> storm.send(device, Jid.parse(account)));
    }
    world.server().steps().run();
  }
}
