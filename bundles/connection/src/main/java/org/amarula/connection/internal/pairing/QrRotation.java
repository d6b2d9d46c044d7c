package org.amarula.connection.internal.pairing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.amarula.connection.internal.lane.Lane;

/**
 * Shows one reference after the other: the first for 60 s, the others for 20 s each
 * (spec/transport.md 7.2). Confined to the lane; lives for one pair-device.
 */
final class QrRotation {
  private static final Duration FIRST = Duration.ofSeconds(60);
  private static final Duration OTHERS = Duration.ofSeconds(20);

  private final Lane lane;
  private final Clock clock;
  private final List<String> refs;
  private final Display display;
  private final Runnable exhausted;
  private int shown = -1;
  private Instant expiresAt = Instant.EPOCH;
  private Lane.Alarm alarm = Lane.Alarm.NONE;

  /** Renders and shows a reference. */
  interface Display {
    void show(String ref, Instant expiresAt);
  }

  QrRotation(Lane lane, Clock clock, List<String> refs, Display display, Runnable exhausted) {
    this.lane = lane;
    this.clock = clock;
    this.refs = refs;
    this.display = display;
    this.exhausted = exhausted;
  }

  /** Shows the next reference, or tells that there is none. */
  void next() {
    shown++;
    if (shown >= refs.size()) {
      exhausted.run();
      return;
    }
    Duration time = shown == 0 ? FIRST : OTHERS;
    expiresAt = clock.instant().plus(time);
    alarm = lane.after(time, this::next);
    again();
  }

  /** Shows the current reference again; its time runs on (spec/transport.md 7.3). */
  void again() {
    if (shown < refs.size()) {
      display.show(refs.get(shown), expiresAt);
    }
  }

  /** Whether no further reference will follow. */
  boolean atLast() {
    return shown >= refs.size() - 1;
  }

  void stop() {
    alarm.cancel();
  }
}
