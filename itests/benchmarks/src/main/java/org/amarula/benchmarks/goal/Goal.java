package org.amarula.benchmarks.goal;

import java.util.Locale;

/** The goals that are measured so far; each value is compared with what must and should be. */
public enum Goal {
  /** A 200-byte text in an established session, both ends. */
  G5("encrypt + decrypt, same chain / native libsignal", Unit.TIMES, 1.0, 2),
  /** A message and its answer, each with a new ratchet key. */
  G6("ping-pong pair / native libsignal", Unit.TIMES, 0.7, 0.85),
  /** Five agreements, two key pairs and a verification are the limit. */
  G7("new session + first message / our own curve limit", Unit.TIMES, 0.8, 0.9),
  /** To a group, one signature. */
  G8_ENCRYPT("sender key encrypt / native libsignal", Unit.TIMES, 1.0, 1.5),
  /** To a group, both ends. */
  G8_BOTH("sender key encrypt + decrypt / native libsignal", Unit.TIMES, 0.7, 0.85),
  /** No curve operation. */
  G9_ENCRYPT("encrypt, same chain / signal-protocol-java", Unit.TIMES, 1.0, 2),
  /** No curve operation. */
  G9_BOTH("encrypt + decrypt, same chain / signal-protocol-java", Unit.TIMES, 1.0, 2),
  /** Four agreements and two key pairs. */
  G9_PING_PONG("ping-pong pair / signal-protocol-java", Unit.TIMES, 1.5, 2),
  /** As G7. */
  G9_NEW_SESSION("new session + first message / signal-protocol-java", Unit.TIMES, 1.5, 2),
  /** One signature. */
  G9_GROUP_ENCRYPT("sender key encrypt / signal-protocol-java", Unit.TIMES, 1.5, 2),
  /** One signature and one verification. */
  G9_GROUP_BOTH("sender key encrypt + decrypt / signal-protocol-java", Unit.TIMES, 1.5, 2),
  /** Bare means a Cipher that is kept. */
  G10("frame of 1 KiB, seal + open / bare platform cipher", Unit.TIMES, 0.8, 0.9),
  /** 1024 new sessions; the limit is that of G7, on as many cores. */
  G12("cold fan-out, crypto + encode / curve limit", Unit.RATIO, 1.4, 1.2),
  /** 1024 sessions, a new sender key, one commit. */
  G13("warm fan-out with the file store", Unit.MILLIS, 150, 60),
  /** Reads of any number of rows, and commits. */
  G14("store operations of a message to a group", Unit.COUNT, 4, 2),
  /** Everything of ours included, after garbage collection. */
  G15("heap per idle connected account over wss", Unit.KIB, 64, 40),
  /** All threads of the process, the JVM's own included. */
  G16("threads with idle accounts", Unit.COUNT, 40, 24),
  /** In one framework. */
  G17("start to services registered, without network, / raw registerService", Unit.RATIO, 20, 10),
  /** Without network. */
  G18("stop of an account, until nothing of it is left", Unit.MILLIS, 100, 20),
  /** What outlives a stop. */
  G18_LEFT("registrations, timers, threads and instances left by stops", Unit.COUNT, 0, 0),
  /** One account floods. */
  G19_FLOOD("others' p99 latency while one floods / undisturbed", Unit.RATIO, 2, 1.3),
  /** One account's listener blocks. */
  G19_BLOCK("others' p99 latency while a listener blocks / undisturbed", Unit.RATIO, 2, 1.3),
  /** Errors are thrown inside one account's children. */
  G19_ERROR("others' p99 latency while one's children throw / undisturbed", Unit.RATIO, 2, 1.3),
  /** One account's stop does not come to its end. */
  G19_STOP(
      "others' p99 latency while one never finishes its stop / undisturbed", Unit.RATIO, 2, 1.3),
  /** Stanza to handler, store included. */
  G20("messages that come in, same chain, one core", Unit.PER_SECOND, 5000, 10_000),
  /** Stated for 1,000 accounts. */
  G21("mass reconnect over wss, until all are online", Unit.SECONDS, 30, 15),
  /** While a mass reconnect runs. */
  G21_THREADS("threads that a mass reconnect adds", Unit.COUNT, 0, 0),
  /** From the crash of the connection to the next {@code online}, median. */
  CRASH("crash to online, median", Unit.MILLIS, 1000, 250),
  /** The slow ones. */
  CRASH_P99("crash to online, p99", Unit.MILLIS, 3000, 1000),
  /** Ten thousand of them. */
  OFFLINE_START("start of an offline instance", Unit.MILLIS, 2, 0.5),
  /** Ten thousand of them. */
  OFFLINE_FIND("find of an instance", Unit.MICROS, 10, 1),
  /** Ten thousand of them at once. */
  OFFLINE_STOP("stop of an offline instance, in a crowd", Unit.MILLIS, 2, 0.5),
  /** Ten thousand of them. */
  OFFLINE_HEAP("heap per offline instance", Unit.KIB, 16, 8),
  /** After the stop of all. */
  OFFLINE_LEFT("offline instances left", Unit.COUNT, 0, 0),
  /** Its account and phone included, after garbage collection. */
  SANDBOX_HEAP("heap of the sandbox per idle client", Unit.KIB, 64, 40),
  /** Two frames of the same size make an echo. */
  SANDBOX_CPU("CPU of the sandbox per routed frame / of a bare echo", Unit.RATIO, 8, 4),
  /** Refused messages and broken rules. */
  SANDBOX_REFUSED("messages that the sandbox refused under load", Unit.COUNT, 0, 0);

  /** In what a goal is counted. */
  public enum Unit {
    /** Of two figures of one run. */
    RATIO("x", false, false),
    /** As often as the other in the same time: the more the better. */
    TIMES("x", false, true),
    /** Things in a second of a core's own time: the more the better. */
    PER_SECOND("/s", false, true),
    /** Things. */
    COUNT("", false, false),
    /** 1,024 bytes. */
    KIB("KiB", false, false),
    /** Seconds. */
    SECONDS("s", true, false),
    /** Milliseconds. */
    MILLIS("ms", true, false),
    /** Microseconds. */
    MICROS("us", true, false);

    private final String text;
    private final boolean time;
    private final boolean atLeast;

    Unit(String text, boolean time, boolean atLeast) {
      this.text = text;
      this.time = time;
      this.atLeast = atLeast;
    }

    String text() {
      return text;
    }

    /** A figure as it would be on the machine on which the goals were stated. */
    double judged(double value, double calibration) {
      if (!time) {
        return value;
      }
      return atLeast ? value / calibration : value * calibration;
    }

    /** Whether a figure is as good as a bound, which may be missed by a factor. */
    boolean reaches(double value, double bound, double allowance) {
      return atLeast ? value * allowance >= bound : value <= bound * allowance;
    }
  }

  private final String title;
  private final Unit unit;
  private final double must;
  private final double aim;

  Goal(String title, Unit unit, double must, double aim) {
    this.title = title;
    this.unit = unit;
    this.must = must;
    this.aim = aim;
  }

  /** Whether it takes another implementation beside ours. */
  public boolean needsPeers() {
    return this == G5 || this == G6 || name().startsWith("G8") || name().startsWith("G9");
  }

  /** The key in the report. */
  public String key() {
    return name().startsWith("G")
        ? name().replace('_', '-')
        : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }

  double must() {
    return must;
  }

  double aim() {
    return aim;
  }
}
