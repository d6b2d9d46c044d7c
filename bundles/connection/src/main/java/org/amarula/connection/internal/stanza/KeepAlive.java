package org.amarula.connection.internal.stanza;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.amarula.api.RequestRejectedException;
import org.amarula.codec.Node;
import org.amarula.connection.internal.lane.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the server is gone (spec/transport.md 6.3, scaled by the interval I): a ping after a
 * silence of 2/3 I to I, an answer expected within I/3. The link is dead when no frame at all came
 * within 4/3 I of a ping, or when three pings in a row had no answer. So silence is noticed within
 * 7/3 I: 70 s by default. Lives from the handshake to the stream's end; confined to the lane.
 */
public final class KeepAlive {
  private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);
  private static final int FAILURES = 3;

  private final Lane lane;
  private final Duration interval;
  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final Function<Duration, CompletionStage<Node>> ping;
  private final Runnable lost;
  private long frames;
  private long lastFrame;
  private int failures;
  private boolean stopped;
  private boolean held;

  /**
   * Is idle until {@link #start}.
   *
   * @param interval the longest silence before a ping
   * @param nanos a monotonic clock
   * @param ping asks the server and waits so long for the answer
   * @param lost is called once, when the link is dead
   */
  public KeepAlive(
      Lane lane,
      Duration interval,
      RandomGenerator random,
      LongSupplier nanos,
      Function<Duration, CompletionStage<Node>> ping,
      Runnable lost) {
    this.lane = lane;
    this.interval = interval;
    this.random = random;
    this.nanos = nanos;
    this.ping = ping;
    this.lost = lost;
  }

  /** The encryption is up. */
  public void start() {
    lastFrame = nanos.getAsLong();
    lane.after(pause(), this::due);
  }

  /** A frame has come in: any frame is a sign of life. */
  public void heard() {
    lastFrame = nanos.getAsLong();
    frames++;
  }

  /**
   * While nothing is read, the silence is ours: nobody is asked for a sign of life, whose answer
   * would wait behind all that is held back.
   */
  public void hold(boolean on) {
    held = on;
    lastFrame = nanos.getAsLong();
  }

  /** The stream has ended. */
  public void stop() {
    stopped = true;
  }

  /** Random, so that many accounts do not ping in step. */
  private Duration pause() {
    long longest = interval.toNanos();
    return Duration.ofNanos(random.nextLong(longest * 2 / 3, longest + 1));
  }

  private void due() {
    if (stopped) {
      return;
    }
    Duration silence = Duration.ofNanos(nanos.getAsLong() - lastFrame);
    Duration pause = pause();
    if (held) {
      lane.after(pause, this::due);
      return;
    }
    if (silence.compareTo(interval.dividedBy(2)) < 0) {
      lane.after(pause.minus(silence), this::due); // counted from the last frame
      return;
    }
    long before = frames;
    lane.after(interval.multipliedBy(4).dividedBy(3), () -> verify(before));
    ping.apply(interval.dividedBy(3)).whenComplete(this::answered);
    lane.after(pause, this::due);
  }

  private void answered(Node pong, Throwable failure) {
    if (failure == null || failure instanceof RequestRejectedException) {
      failures = 0;
      return;
    }
    if (stopped) {
      return;
    }
    failures++;
    LOG.debug("A ping had no answer ({} in a row).", failures);
    if (failures == FAILURES) {
      die();
    }
  }

  private void verify(long before) {
    if (!stopped && frames == before) {
      die();
    }
  }

  private void die() {
    stopped = true;
    lost.run();
  }
}
