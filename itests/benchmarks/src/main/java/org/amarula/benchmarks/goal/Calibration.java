package org.amarula.benchmarks.goal;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * How fast this machine is at the moment, against the one on which the goals were stated: X25519
 * agreements by Bouncy Castle per second, over 10,700.
 */
public final class Calibration {
  private static final double ANCHOR = 10_700;
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 150_000_000L;

  private Calibration() {}

  /** Measures for about a second. */
  public static double measure() {
    byte[] secret = new byte[X25519.SCALAR_SIZE];
    byte[] point = new byte[X25519.POINT_SIZE];
    SecureRandom random = new SecureRandom();
    X25519.generatePrivateKey(random, secret);
    X25519.scalarMultBase(secret, 0, point, 0);
    double[] rates = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rates[i] = rate(secret, point);
    }
    return Numbers.median(rates) / ANCHOR;
  }

  private static double rate(byte[] secret, byte[] point) {
    byte[] agreed = point.clone();
    long begin = System.nanoTime();
    long end = begin;
    int done = 0;
    while (end - begin < ROUND_NANOS) {
      X25519.scalarMult(secret, 0, agreed.clone(), 0, agreed, 0);
      done++;
      end = System.nanoTime();
    }
    return done * 1e9 / (end - begin);
  }
}
