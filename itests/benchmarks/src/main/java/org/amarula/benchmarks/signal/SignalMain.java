package org.amarula.benchmarks.signal;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;

/** Compares our sessions, sender keys and frames with the peers that are there, on one thread. */
public final class SignalMain {
  private static final int TEXT = 200;
  private static final String OURS = "ours";
  private static final String LIMIT = "limit";

  private final Sizes sizes = Sizes.chosen();
  private final byte[] text = new byte[TEXT];
  private final OwnSide own = new OwnSide();
  private final Map<Peer, BiFunction<String, byte[], Runnable>> peers = new EnumMap<>(Peer.class);

  private SignalMain() throws ReflectiveOperationException {
    for (Peer peer : Peer.present()) {
      peers.put(peer, peer.load());
    }
  }

  /** No arguments. */
  public static void main(String[] arguments) throws Exception {
    SignalMain main = new SignalMain();
    for (Scenario scenario : Scenario.values()) {
      main.measure(scenario);
    }
    main.frames();
  }

  private void measure(Scenario scenario) throws Exception {
    Contest contest = contest().with(OURS, own.operation(scenario, text));
    peers.forEach(
        (peer, operations) -> contest.with(peer.name(), operations.apply(scenario.key(), text)));
    if (scenario == Scenario.NEW_SESSION) {
      contest.with(LIMIT, new CurveLimit());
    }
    Map<String, Double> rates = contest.run();
    peers.keySet().stream()
        .filter(peer -> scenario.against(peer) != null)
        .forEach(peer -> tell(scenario.against(peer), rates, peer.name()));
    if (scenario == Scenario.NEW_SESSION) {
      tell(Goal.G7, rates, LIMIT);
    }
  }

  private void frames() throws Exception {
    Frames frames = new Frames();
    tell(Goal.G10, contest().with(OURS, frames.ours()).with(LIMIT, frames.bare()).run(), LIMIT);
  }

  private Contest contest() {
    int rounds = sizes.contestRounds();
    return new Contest(rounds, 5 * rounds, sizes.contestMillis()); // a busy compiler is late
  }

  private static void tell(Goal goal, Map<String, Double> rates, String other) {
    Measured measured = Measured.of(goal, rates.get(OURS) / rates.get(other));
    rates.forEach((name, rate) -> measured.with(name + "PerSecond", Math.rint(rate)));
    System.out.println(measured.toLine());
  }
}
