package org.amarula.supervision.internal.lane;

import java.time.Instant;

/**
 * A look at one lane.
 *
 * @param since when its first operation came
 * @param pending how many operations wait or run
 */
public record LaneStatus(Instant since, int pending) {}
