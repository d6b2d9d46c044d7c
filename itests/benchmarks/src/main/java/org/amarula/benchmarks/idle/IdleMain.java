package org.amarula.benchmarks.idle;

import java.nio.file.Path;
import java.util.List;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.fleet.Fleet;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.process.Footprint;
import org.amarula.benchmarks.process.Sandbox;

/**
 * Logs linked accounts in over TLS, as after a restart of the process, and tells what they cost
 * when they are idle; then cuts all of them at once, several times; then crashes single ones.
 */
public final class IdleMain {
  private static final int WARM_UP = 10;

  private final Sizes sizes = Sizes.chosen();
  private final Sandbox sandbox;
  private final Fleet fleet;

  private IdleMain(Sandbox sandbox, Fleet fleet) {
    this.sandbox = sandbox;
    this.fleet = fleet;
  }

  /** How many accounts have to be linked before. */
  public static int accounts(Sizes sizes) {
    return WARM_UP + sizes.accounts();
  }

  /** Arguments: LINE DATA. */
  public static void main(String[] arguments) throws Exception {
    Sandbox sandbox = Sandbox.of(arguments[0]);
    try (Fleet fleet = new Fleet(sandbox, Path.of(arguments[1]))) {
      IdleMain main = new IdleMain(sandbox, fleet);
      main.cost();
      if (Boolean.getBoolean("benchmarks.hold")) {
        System.out.println("pid " + ProcessHandle.current().pid());
        System.in.read();
      }
      new Reconnects(sandbox, fleet, main.sizes).measure();
      new Crashes(fleet, main.sizes).measure();
    }
  }

  private void cost() throws InterruptedException {
    int count = sizes.accounts();
    List<ConnectionSettings> all = fleet.family("idle", 0, accounts(sizes));
    fleet.login(all.subList(0, WARM_UP));
    Footprint before = Footprint.measure();
    long begin = System.nanoTime();
    fleet.login(all.subList(WARM_UP, all.size()));
    double seconds = (System.nanoTime() - begin) / 1e9;
    Footprint after = Footprint.measure();
    System.out.println(
        Measured.of(Goal.G15, (after.heap() - before.heap()) / 1024.0 / count)
            .with("accounts", count)
            .with("processKiB", (after.process() - before.process()) / 1024 / count)
            .with("loginSeconds", seconds)
            .toLine());
    Measured threads =
        Measured.of(Goal.G16, after.threads())
            .with("accounts", count)
            .with("ofSystem", after.systemThreads());
    Footprint.threadGroups().forEach(threads::with);
    System.out.println(threads.toLine());
  }
}
