package org.amarula.supervision.internal.callback;

import java.time.Duration;
import org.amarula.api.instance.HeldCallback;

/** A call that did not come back in time. Thread-safe. */
public interface Hold {
  /** What is held by whom. */
  HeldCallback callback();

  /** The limit that it passed. */
  Duration limit();

  /** Interrupts the thread, if the call still runs. */
  void interrupt();
}
