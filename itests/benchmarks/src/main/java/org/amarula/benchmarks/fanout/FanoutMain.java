package org.amarula.benchmarks.fanout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.amarula.api.jid.Jid;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Numbers;
import org.amarula.benchmarks.signal.CurveLimit;
import org.amarula.storage.MemoryStorage;
import org.amarula.storage.SqliteStorage;

/** Messages to a large group: without sessions, with sessions, and with nothing to distribute. */
public final class FanoutMain {
  private static final int WARM_UP = 2;
  private static final int SMALL = 16;

  private final Sizes sizes = Sizes.chosen();
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final Peers peers = new Peers(sizes.fanout());
  private final Path data;

  private FanoutMain(Path data) {
    this.data = data;
  }

  /** Arguments: DATA. */
  public static void main(String[] arguments) throws Exception {
    FanoutMain main = new FanoutMain(Path.of(arguments[0]));
    main.cold();
    main.warm();
    new Inbound(main.sizes, main.data.resolve("inbound")).measure();
    System.exit(0); // nothing of ours is left to be waited for
  }

  private void cold() throws Exception {
    List<Double> limits = new ArrayList<>();
    List<Double> sends = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UP; round < sizes.fanoutRounds(); round++) {
      double limit = limitMillis();
      try (Account account = account(new MemoryStorage(), round)) {
        double send = account.send(account.group(0, peers.users(), false)) / 1e6;
        requireDistributed(account, peers.users().size());
        if (round >= 0) {
          limits.add(limit);
          sends.add(send);
          ratios.add(send / limit);
        }
      }
    }
    System.out.println(
        Measured.of(Goal.G12, Numbers.median(ratios))
            .with("devices", sizes.fanout())
            .with("threads", threads)
            .with("sendMillis", Numbers.median(sends))
            .with("limitMillis", Numbers.median(limits))
            .toLine());
  }

  /** The operations on the curve of all new sessions, on as many threads as the messenger has. */
  private double limitMillis() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long begin = System.nanoTime();
      List<Future<?>> shares = new ArrayList<>();
      for (int share = 0; share < threads; share++) {
        int count = sizes.fanout() * (share + 1) / threads - sizes.fanout() * share / threads;
        CurveLimit limit = new CurveLimit();
        shares.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < count; i++) {
                    limit.run();
                  }
                }));
      }
      for (Future<?> share : shares) {
        share.get();
      }
      return (System.nanoTime() - begin) / 1e6;
    } finally {
      pool.shutdown();
    }
  }

  private void warm() throws Exception {
    List<Double> sends = new ArrayList<>();
    Most most = new Most();
    try (SqliteStorage files = SqliteStorage.open(data.resolve("warm"));
        Account account = account(files, 0)) {
      account.establish(peers.users());
      List<Jid> few = peers.users().subList(0, Math.min(SMALL, peers.users().size()));
      Jid known = account.group(9000, peers.users(), true);
      count(account, known, most, "first"); // reads what is remembered from then on
      most.restart();
      for (int round = -WARM_UP; round < sizes.fanoutRounds(); round++) {
        Jid group = account.group(1000 + round, peers.users(), true);
        double took = count(account, group, most, "distributing") / 1e6;
        requireDistributed(account, peers.users().size());
        count(account, group, most, "nothingToDistribute");
        requireDistributed(account, 0);
        Jid small = account.group(2000 + round, few, true);
        count(account, small, most, "distributingToFew");
        if (round >= 0) {
          sends.add(took);
        }
      }
    }
    System.out.println(
        Measured.of(Goal.G13, Numbers.median(sends)).with("devices", sizes.fanout()).toLine());
    System.out.println(most.measured());
  }

  private static long count(Account account, Jid group, Most most, String kind) throws Exception {
    account.storage().restart();
    long took = account.send(group);
    most.add(kind, account.storage());
    return took;
  }

  private static void requireDistributed(Account account, int devices) {
    if (account.stream().recipients() != devices) {
      throw new IllegalStateException(
          "The key went to " + account.stream().recipients() + " devices, not to " + devices);
    }
  }

  private Account account(org.amarula.api.storage.Storage storage, int round) throws Exception {
    return new Account(storage, "account" + (round + WARM_UP), threads, peers, message -> {});
  }
}
