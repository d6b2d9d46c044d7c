package org.amarula.itests.architecture.cycle.there;

import org.amarula.itests.architecture.cycle.here.Here;

/** The other half of a planted cycle. */
public interface There {
  /** The first half. */
  Here here();
}
