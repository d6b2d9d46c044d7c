package org.amarula.itests.architecture.cycle.here;

import org.amarula.itests.architecture.cycle.there.There;

/** One half of a planted cycle. */
public interface Here {
  /** The other half. */
  There there();
}
