package org.amarula.benchmarks;

import java.util.Locale;

/**
 * How long the runs are: a {@code slice} of seconds that proves that the rigs work, or {@code
 * short} and {@code full} ones that judge. Each figure can be set by itself, as {@code
 * -Dbenchmarks.accounts=2000}.
 */
public enum Sizes {
  /** For the default build. */
  SLICE(10, 10, 1, 3, 4, 1, 1, 10, 50, 1, 10, 12, 32, 1, 64),
  /** For the profile. */
  SHORT(300, 300, 3, 40, 100, 5, 4, 100, 10_000, 9, 100, 1000, 1024, 9, 4000),
  /** As the goals are stated. */
  FULL(2000, 1000, 5, 100, 1000, 7, 5, 200, 10_000, 15, 200, 5000, 1024, 15, 5000);

  private final int accounts;
  private final int reconnecting;
  private final int rounds;
  private final int crashes;
  private final int neighbours;
  private final int isolationRounds;
  private final int phaseSeconds;
  private final int instances;
  private final int offline;
  private final int contestRounds;
  private final int contestMillis;
  private final int clients;
  private final int fanout;
  private final int fanoutRounds;
  private final int inbound;

  Sizes(
      int accounts,
      int reconnecting,
      int rounds,
      int crashes,
      int neighbours,
      int isolationRounds,
      int phaseSeconds,
      int instances,
      int offline,
      int contestRounds,
      int contestMillis,
      int clients,
      int fanout,
      int fanoutRounds,
      int inbound) {
    this.accounts = accounts;
    this.reconnecting = reconnecting;
    this.rounds = rounds;
    this.crashes = crashes;
    this.neighbours = neighbours;
    this.isolationRounds = isolationRounds;
    this.phaseSeconds = phaseSeconds;
    this.instances = instances;
    this.offline = offline;
    this.contestRounds = contestRounds;
    this.contestMillis = contestMillis;
    this.clients = clients;
    this.fanout = fanout;
    this.fanoutRounds = fanoutRounds;
    this.inbound = inbound;
  }

  /** What {@code benchmarks.size} says; a short one without it. */
  public static Sizes chosen() {
    return valueOf(System.getProperty("benchmarks.size", "short").toUpperCase(Locale.ROOT));
  }

  /** Idle accounts. */
  public int accounts() {
    return Integer.getInteger("benchmarks.accounts", accounts);
  }

  /** Accounts that lose their connection at once. */
  public int reconnecting() {
    return Math.min(accounts(), Integer.getInteger("benchmarks.reconnecting", reconnecting));
  }

  /** Repetitions of what is not interleaved. */
  public int rounds() {
    return Integer.getInteger("benchmarks.rounds", rounds);
  }

  /** Crashes on purpose. */
  public int crashes() {
    return Integer.getInteger("benchmarks.crashes", crashes);
  }

  /** Accounts beside the one that misbehaves. */
  public int neighbours() {
    return Integer.getInteger("benchmarks.neighbours", neighbours);
  }

  /** Rounds of disturbed and undisturbed phases. */
  public int isolationRounds() {
    return Integer.getInteger("benchmarks.isolation.rounds", isolationRounds);
  }

  /** The length of a phase. */
  public int phaseSeconds() {
    return Integer.getInteger("benchmarks.phase.seconds", phaseSeconds);
  }

  /** Instances that start and stop one after the other in a round. */
  public int instances() {
    return Integer.getInteger("benchmarks.instances", instances);
  }

  /** Small clients of the sandbox. */
  public int clients() {
    return Integer.getInteger("benchmarks.clients", clients);
  }

  /** Instances without a connection, at the same time. */
  public int offline() {
    return Integer.getInteger("benchmarks.offline", offline);
  }

  /** Rounds in which contestants take turns. */
  public int contestRounds() {
    return Integer.getInteger("benchmarks.contest.rounds", contestRounds);
  }

  /** How long one contestant's turn is. */
  public int contestMillis() {
    return Integer.getInteger("benchmarks.contest.millis", contestMillis);
  }

  /** Devices of a large group. */
  public int fanout() {
    return Integer.getInteger("benchmarks.fanout", fanout);
  }

  /** Messages to a large group of each kind, and rounds of messages that come in. */
  public int fanoutRounds() {
    return Integer.getInteger("benchmarks.fanout.rounds", fanoutRounds);
  }

  /** Messages that come in in one round. */
  public int inbound() {
    return Integer.getInteger("benchmarks.inbound", inbound);
  }
}
