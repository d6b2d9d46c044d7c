package org.amarula.benchmarks.goal;

import java.util.Arrays;
import java.util.Collection;

/** Medians and percentiles. Stateless. */
public final class Numbers {
  private Numbers() {}

  /** The middle one. */
  public static double median(double... values) {
    return percentile(50, values);
  }

  /** The middle one. */
  public static double median(Collection<? extends Number> values) {
    return percentile(50, values);
  }

  /** The value that this share of all does not exceed. */
  public static double percentile(double share, Collection<? extends Number> values) {
    return percentile(share, values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /** The value that this share of all does not exceed. */
  public static double percentile(double share, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("There are no values.");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share / 100 * sorted.length);
    return sorted[Math.min(sorted.length - 1, Math.max(0, rank - 1))];
  }
}
