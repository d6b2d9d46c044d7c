package org.amarula.supervision.internal.lane;

import java.time.Duration;
import org.amarula.api.AmarulaException;

/** A task ran for longer than its budget. */
public final class StuckException extends AmarulaException {
  StuckException(String thread, Duration budget) {
    super("It did not give back " + thread + " within " + budget.toSeconds() + " s.");
  }
}
