package org.amarula.chaos.agent;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.ConnectionListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/**
 * One run: pair all accounts, let them chat while things break, heal, wait until all is quiet. It
 * goes on until what was asked for has happened, so that a busy machine makes it longer, not worse.
 */
final class Run implements AutoCloseable {
  private static final int PAIR_SECONDS = 300;
  private static final int LONGEST = 6;
  private static final int STEP_MILLIS = 300;

  private final BundleContext context;
  private final Settings settings;
  private final Lines events;
  private final Lines received;
  private final Lines sends;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final ServerAdmin server;
  private final Fleet fleet;
  private final StorageTrouble trouble = new StorageTrouble();
  private final StorageWrapping wrapping;
  private final RestartCount restarts;
  private final Nuisance nuisance = new Nuisance();
  private final Recorder recorder;
  private final Audience audience;
  private final Traffic traffic;
  private final Driver driver;
  private final Bundles bundles;
  private final Random random;
  private final Set<String> scanning = ConcurrentHashMap.newKeySet();
  private final CountDownLatch never = new CountDownLatch(1);
  private int restarted;

  Run(BundleContext context, Settings settings) throws IOException {
    this.context = context;
    this.settings = settings;
    events = new Lines(settings.evidence().resolve("events.jsonl"));
    received = new Lines(settings.evidence().resolve("received.jsonl"));
    sends = new Lines(settings.evidence().resolve("sends.jsonl"));
    restarts = new RestartCount(events);
    server = new ServerAdmin(settings.url());
    fleet = new Fleet(context, settings);
    wrapping = new StorageWrapping(context, trouble, threads, settings.forgetful());
    // A storage that forgets is found by what has to be given again.
    recorder = new Recorder(received, this::scan, settings.forgetful() ? 5 : 25);
    audience = new Audience(context, recorder);
    traffic = new Traffic(fleet, sends, threads, settings.seed());
    random = new Random(settings.seed());
    driver = new Driver(fleet, server, trouble, nuisance, audience, events, random);
    bundles = new Bundles(context, random);
  }

  /** What has to be there before the supervision's bundle starts. */
  void prepare() throws IOException, InvalidSyntaxException {
    events.add("run", Map.of("seed", settings.seed(), "accounts", settings.accounts()));
    wrapping.begin();
    context.addServiceListener(restarts, RestartCount.FILTER);
    audience.come();
    context.registerService(
        ConnectionListener.class,
        nuisance,
        new Hashtable<>(Map.of(ConnectionListener.PROFILE, "*")));
  }

  void play() throws IOException, InterruptedException, BundleException, InvalidSyntaxException {
    fleet.declare();
    await("linked", PAIR_SECONDS, fleet::allLinked);
    await("online", PAIR_SECONDS, this::allOnline);
    recorder.refuse(true);
    traffic.begin();
    breakThings();
    heal();
  }

  private void scan(String profile, String code) {
    if (scanning.add(profile)) {
      threads.execute(() -> scanNow(profile, code));
    }
  }

  private void scanNow(String profile, String code) {
    try {
      String phone = server.scan(code);
      if (fleet.linked(profile, phone)) {
        events.add("account", Map.of("profile", profile, "phone", phone));
      }
    } catch (IOException e) {
      scanning.remove(profile); // the next code will do
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void breakThings()
      throws IOException, InterruptedException, BundleException, InvalidSyntaxException {
    long start = System.nanoTime();
    long least = TimeUnit.SECONDS.toNanos(settings.seconds());
    long between = least / (settings.bundles() + 1);
    while (System.nanoTime() - start < LONGEST * least) {
      long elapsed = System.nanoTime() - start;
      if (elapsed >= least && enough()) {
        return;
      }
      boolean due = elapsed > (restarted + 1) * between && restarted < settings.bundles();
      if (due && fleet.online() * 2 > settings.accounts()) {
        events.add("bundle", Map.of("what", bundles.restart()));
        restarted++;
      }
      driver.step();
      pause(STEP_MILLIS / 2 + random.nextInt(STEP_MILLIS));
    }
  }

  private boolean enough() {
    return driver.kills() >= settings.kills()
        && traffic.accepted().size() >= settings.messages()
        && restarted >= settings.bundles()
        && restarts.count() >= settings.restarts()
        && driver.faults() >= settings.faults()
        && trouble.count() >= settings.storage();
  }

  /** Ends all trouble and waits, each wait being bounded, until nothing is under way. */
  private void heal() throws IOException, InterruptedException {
    traffic.stop();
    trouble.end();
    nuisance.heal();
    audience.come();
    recorder.refuse(false);
    server.heal();
    events.add("healed", Map.of("storage", trouble.count()));
    await("outcomes", settings.quiet(), () -> traffic.open() == 0);
    await("online", settings.quiet(), this::allOnline);
    await(
        "received",
        settings.quiet(),
        () -> traffic.accepted().stream().allMatch(recorder::has) && server.pending() == 0);
    await("online", settings.quiet(), this::allOnline);
    for (String profile : fleet.profiles()) {
      events.add("final", Map.of("profile", profile, "state", fleet.state(profile)));
    }
  }

  private boolean allOnline() {
    return fleet.online() == settings.accounts();
  }

  /** Waits for it so long; what did not come true shows in the evidence. */
  private void await(String what, int seconds, Condition condition)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long deadline = start + TimeUnit.SECONDS.toNanos(seconds);
    boolean met = condition.met();
    while (!met && System.nanoTime() < deadline) {
      pause(200);
      met = condition.met();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    events.add("wait", Map.of("what", what, "met", met, "millis", millis));
  }

  private void pause(long millis) throws InterruptedException {
    if (never.await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("Nothing counts this down.");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Condition {
    boolean met() throws IOException, InterruptedException;
  }
}
