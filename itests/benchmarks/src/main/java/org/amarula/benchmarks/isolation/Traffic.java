package org.amarula.benchmarks.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.Profile;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.benchmarks.fleet.Fleet;

/**
 * Neighbours write to each other at a steady rate, each message at its time whether or not those
 * before it were accepted; the latency counts from that time to the server's acknowledgement.
 */
final class Traffic {
  private static final int MOST_IN_FLIGHT = 20_000;
  private static final int WARM_UP_IN_FLIGHT = 8;
  private static final int WARM_UP_TURNS = 6;
  private static final long CAPACITY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int PATIENCE_SECONDS = 60;

  private final Fleet fleet;
  private final List<Profile> accounts;
  private final List<Jid> addresses = new ArrayList<>();
  private int turn;

  Traffic(Fleet fleet, List<Profile> accounts) {
    this.fleet = fleet;
    this.accounts = accounts;
    accounts.forEach(account -> addresses.add(Jid.ofPhone(fleet.phone(account))));
  }

  /** Every account writes to its partner some times, so that all sessions and code are there. */
  void warmUp() throws InterruptedException {
    Flight flight = new Flight(WARM_UP_IN_FLIGHT);
    for (int i = 0; i < WARM_UP_TURNS * accounts.size(); i++) {
      send(flight, System.nanoTime());
    }
    flight.land();
  }

  /** How many messages a second are accepted when a few are always on their way. */
  double capacity() throws InterruptedException {
    Flight flight = new Flight(WARM_UP_IN_FLIGHT);
    long begin = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - begin < CAPACITY_NANOS) {
      send(flight, System.nanoTime());
      sent++;
    }
    flight.land();
    return sent * 1e9 / (System.nanoTime() - begin);
  }

  /** The latencies, in milliseconds, of the messages of this long a time at this rate. */
  List<Double> measure(long nanos, int perSecond) throws InterruptedException {
    Flight flight = new Flight(MOST_IN_FLIGHT);
    long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long begin = System.nanoTime();
    for (long at = 0; at < nanos; at += pause) {
      pauseUntil(begin + at);
      send(flight, begin + at);
    }
    return flight.land();
  }

  private void send(Flight flight, long due) throws InterruptedException {
    int from = turn++ % accounts.size();
    flight.takeOff();
    fleet
        .factory()
        .findByProfile(accounts.get(from))
        .orElseThrow()
        .send(addresses.get(from ^ 1), new Text("about number " + turn))
        .whenComplete(
            (result, failure) ->
                flight.landed(
                    (System.nanoTime() - due) / 1e6, result instanceof SendResult.Accepted));
  }

  private static void pauseUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
  }

  /** Messages on their way, and how long those took that have arrived. Thread-safe. */
  private static final class Flight {
    private final int most;
    private final Semaphore room;
    private final List<Double> millis = new ArrayList<>(); // guarded by itself
    private final AtomicInteger failures = new AtomicInteger();

    Flight(int most) {
      this.most = most;
      this.room = new Semaphore(most);
    }

    void takeOff() throws InterruptedException {
      if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Messages of neighbours are not acknowledged.");
      }
    }

    void landed(double took, boolean accepted) {
      synchronized (millis) {
        millis.add(took);
      }
      if (!accepted) {
        failures.incrementAndGet();
      }
      room.release();
    }

    List<Double> land() throws InterruptedException {
      if (!room.tryAcquire(most, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Messages of neighbours were never acknowledged.");
      }
      if (failures.get() > 0) {
        throw new IllegalStateException(failures + " messages of neighbours were not accepted.");
      }
      return millis;
    }
  }
}
