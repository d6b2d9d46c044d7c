package org.amarula.benchmarks.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.fleet.Fleet;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Numbers;
import org.amarula.benchmarks.process.Sandbox;

/**
 * Neighbours chat at a steady rate, undisturbed and disturbed in turns. The one who disturbs them
 * has a server of its own, so that they have nothing in common but our process.
 */
public final class IsolationMain {
  // A quarter of what can be done, so that undisturbed messages seldom wait for each other.
  private static final double SHARE = 0.25;
  private static final int LEAST_PER_SECOND = 10;
  private static final int WARM_UPS = 4;

  private final Fleet fleet;
  private final Victim victim;
  private final Traffic traffic;
  private final Sizes sizes = Sizes.chosen();
  private final Map<Disturbance, List<Double>> ratios = new EnumMap<>(Disturbance.class);
  private final Map<Disturbance, List<Double>> disturbed = new EnumMap<>(Disturbance.class);
  private final List<Double> undisturbed = new ArrayList<>();

  private int perSecond;

  private IsolationMain(Fleet fleet, Victim victim, Traffic traffic) {
    this.fleet = fleet;
    this.victim = victim;
    this.traffic = traffic;
  }

  /** Arguments: LINE of the neighbours' server, LINE of the victim's, DATA. */
  public static void main(String[] arguments) throws Exception {
    Sandbox ours = Sandbox.of(arguments[0]);
    Sandbox theirs = Sandbox.of(arguments[1]);
    TroubledStorage[] storage = new TroubledStorage[1];
    try (Fleet fleet =
        new Fleet(
            profile -> profile.startsWith("victim") ? theirs : ours,
            Path.of(arguments[2]),
            real -> storage[0] = new TroubledStorage(real, Profile.of(Victim.NAME)))) {
      int neighbours = Sizes.chosen().neighbours() / 2 * 2;
      List<ConnectionSettings> accounts = fleet.family("neighbour", 0, neighbours);
      ConnectionSettings troublesome =
          fleet
              .settings(Victim.NAME)
              .with("restart.max", "1000")
              .with("backoff.initial.millis", "20");
      List<ConnectionSettings> all = new ArrayList<>(accounts);
      all.add(troublesome);
      all.addAll(Victim.friends(fleet));
      fleet.pair(all);
      fleet.stop(Victim.readers(fleet));
      Traffic traffic =
          new Traffic(fleet, accounts.stream().map(ConnectionSettings::profile).toList());
      try (Victim victim = new Victim(fleet, storage[0], troublesome)) {
        new IsolationMain(fleet, victim, traffic).measure();
      }
    }
  }

  private void measure() throws InterruptedException {
    traffic.warmUp();
    perSecond = LEAST_PER_SECOND;
    for (int i = 0; i < Math.min(WARM_UPS, sizes.isolationRounds()); i++) {
      disturbed(Disturbance.FLOOD); // or its code, and its server's, is compiled while we measure
    }
    perSecond = Math.max(LEAST_PER_SECOND, (int) (traffic.capacity() * SHARE));
    for (Disturbance each : Disturbance.values()) {
      ratios.put(each, new ArrayList<>());
      disturbed.put(each, new ArrayList<>());
    }
    for (int i = 0; i < sizes.isolationRounds(); i++) {
      round();
    }
    for (Disturbance each : Disturbance.values()) {
      System.out.println(
          Measured.of(each.goal(), Numbers.median(ratios.get(each)))
              .with("neighbours", sizes.neighbours())
              .with("perSecond", perSecond)
              .with("messages", disturbed.get(each).size())
              .with("p99Millis", Numbers.percentile(99, disturbed.get(each)))
              .with("medianMillis", Numbers.median(disturbed.get(each)))
              .with("undisturbedP99Millis", Numbers.percentile(99, undisturbed))
              .with("undisturbedMedianMillis", Numbers.median(undisturbed))
              .toLine());
    }
  }

  /** Each trouble has a quiet time before it; all quiet times of the round are its measure. */
  private void round() throws InterruptedException {
    List<Double> quiet = new ArrayList<>();
    Map<Disturbance, List<Double>> noisy = new EnumMap<>(Disturbance.class);
    for (Disturbance each : Disturbance.values()) {
      quiet.addAll(traffic.measure(phase(), perSecond));
      noisy.put(each, disturbed(each));
    }
    double usual = Numbers.percentile(99, quiet);
    undisturbed.addAll(quiet);
    noisy.forEach(
        (trouble, millis) -> {
          disturbed.get(trouble).addAll(millis);
          ratios.get(trouble).add(Numbers.percentile(99, millis) / usual);
        });
  }

  private List<Double> disturbed(Disturbance trouble) throws InterruptedException {
    int online = fleet.online().now();
    long deeds = victim.deeds();
    trouble.begin(victim);
    victim.awaitDeed(deeds);
    List<Double> noisy = traffic.measure(phase(), perSecond);
    victim.recover(online);
    return noisy;
  }

  private long phase() {
    return TimeUnit.SECONDS.toNanos(sizes.phaseSeconds());
  }
}
