package org.amarula.benchmarks.isolation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.AmarulaException;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.benchmarks.fleet.Fleet;

/**
 * The account that makes trouble, and the friends with whom it chats, at a server of their own. One
 * friend lives in our process and writes to it. The flood goes to friends who are online with their
 * phones only, at the server: it is one account that floods our process, not those that read it.
 */
final class Victim implements AutoCloseable {
  static final String NAME = "victim-0";

  private static final int FRIENDS = 9;
  private static final int FLOOD_IN_FLIGHT = 400;
  private static final int MESSAGES = 20;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long KILL_MILLIS = 100;
  private static final Role[] ROLES = {
    Role.CUSTODIAN_SUPERVISOR, Role.CONNECTION, Role.SENDER_SUPERVISOR, Role.TABLE_OWNER
  };

  private final Fleet fleet;
  private final TroubledStorage storage;
  private final ConnectionSettings settings;
  private final ScheduledExecutorService driver = new ScheduledThreadPoolExecutor(1);
  private final AtomicLong deeds = new AtomicLong();
  private volatile CountDownLatch blocked = new CountDownLatch(0);
  private final Semaphore turns = new Semaphore(FLOOD_IN_FLIGHT);
  private volatile boolean active;
  private CompletionStage<Boolean> stopping = CompletableFuture.completedFuture(true);

  Victim(Fleet fleet, TroubledStorage storage, ConnectionSettings settings) {
    this.fleet = fleet;
    this.storage = storage;
    this.settings = settings;
    fleet.addListener(this::told, NAME, true);
  }

  private CompletionStage<Void> told(Connection connection, Event event) {
    if (event instanceof MessageReceived) {
      try {
        if (blocked.getCount() > 0) {
          deeds.incrementAndGet();
        }
        blocked.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  /** What was done so far to disturb: messages, blocked calls, kills, stops. */
  long deeds() {
    return deeds.get();
  }

  /** Waits until more than so much was done. */
  void awaitDeed(long before) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (deeds.get() <= before) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The victim makes no trouble.");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The settings of all who live at the victim's server, without the victim. */
  static List<ConnectionSettings> friends(Fleet fleet) {
    return fleet.family("victim", 1, 1 + FRIENDS);
  }

  /** The settings of those who read the flood. */
  static List<ConnectionSettings> readers(Fleet fleet) {
    return friends(fleet).subList(1, FRIENDS);
  }

  void flood() {
    active = true;
    driver.execute(this::floodNow);
  }

  private void floodNow() {
    List<Jid> friends =
        readers(fleet).stream().map(each -> Jid.ofPhone(fleet.phone(each.profile()))).toList();
    while (active) {
      try {
        turns.acquire();
        connection(NAME)
            .send(friends.get((int) (deeds.incrementAndGet() % friends.size())), new Text("flood"))
            .whenComplete((result, failure) -> turns.release());
      } catch (AmarulaException e) {
        turns.release();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  void block() {
    blocked = new CountDownLatch(1);
  }

  /** A friend writes to it. */
  void receiveSome() {
    Jid victim = Jid.ofPhone(fleet.phone(settings.profile()));
    for (int i = 0; i < MESSAGES; i++) {
      connection("victim-1").send(victim, new Text("how are you?"));
    }
  }

  void throwErrors() {
    active = true;
    storage.make(TroubledStorage.Trouble.ERROR);
    driver.execute(this::killNext);
  }

  private void killNext() {
    if (active) {
      Role role = ROLES[(int) (deeds.getAndIncrement() % ROLES.length)];
      fleet
          .factory()
          .supervisor(connection(NAME).instanceId())
          .ifPresent(supervisor -> supervisor.kill(role));
      driver.schedule(this::killNext, KILL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  void hang() {
    storage.make(TroubledStorage.Trouble.HANG);
  }

  void stop() {
    deeds.incrementAndGet();
    stopping = fleet.factory().stop(connection(NAME).instanceId());
  }

  /** Ends all trouble and waits until the victim is online again. */
  void recover(int online) throws InterruptedException {
    active = false;
    blocked.countDown();
    storage.heal();
    stopping.toCompletableFuture().join();
    if (!turns.tryAcquire(FLOOD_IN_FLIGHT, PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("The flood does not run off.");
    }
    turns.release(FLOOD_IN_FLIGHT);
    if (fleet.factory().findByProfile(settings.profile()).isEmpty()) {
      fleet.factory().start(settings);
    }
    fleet.online().await(online);
  }

  private Connection connection(String profile) {
    return fleet.factory().findByProfile(Profile.of(profile)).orElseThrow();
  }

  @Override
  public void close() {
    driver.shutdownNow();
  }
}
