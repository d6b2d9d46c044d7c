package org.amarula.sandbox.internal.routing;

import java.time.Clock;
import java.util.Map;
import java.util.WeakHashMap;
import org.amarula.sandbox.internal.devices.Device;

/** How many requests and messages each device may send in a minute. Confined to the lane. */
public final class RateLimit {
  private final Clock clock;
  private final Map<Device, long[]> windows = new WeakHashMap<>();
  private int most;

  /** Starts without a limit. */
  public RateLimit(Clock clock) {
    this.clock = clock;
  }

  /** Changes the limit; 0 lifts it. */
  public void most(int perMinute) {
    most = perMinute;
    windows.clear();
  }

  /** Counts one and tells whether it is one too many. */
  boolean exceeded(Device device) {
    if (most == 0) {
      return false;
    }
    long minute = clock.instant().getEpochSecond() / 60;
    long[] window = windows.computeIfAbsent(device, unused -> new long[] {minute, 0});
    if (window[0] != minute) {
      window[0] = minute;
      window[1] = 0;
    }
    return ++window[1] > most;
  }
}
