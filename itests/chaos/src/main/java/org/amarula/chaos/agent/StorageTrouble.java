package org.amarula.chaos.agent;

import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.StorageException;

/** What is wrong with the storage at the moment, and how often it hit. Thread-safe. */
final class StorageTrouble {
  /** The ways in which a storage misbehaves. */
  enum Kind {
    NONE,
    FAILING_COMMITS,
    FAILING_READS,
    FAILING_OPENS,
    SLOW_COMMITS
  }

  private static final String EVERYBODY = "";

  private final AtomicLong hits = new AtomicLong();
  private volatile Kind kind = Kind.NONE;
  private volatile String victim = EVERYBODY;

  /** Begins; an empty victim means all profiles. */
  void begin(Kind trouble, String profile) {
    victim = profile;
    kind = trouble;
  }

  void end() {
    kind = Kind.NONE;
    victim = EVERYBODY;
  }

  /** Whether this trouble hits this profile now; counted when it does. */
  boolean hits(Kind asked, String profile) {
    boolean hit = kind == asked && (victim.isEmpty() || victim.equals(profile));
    if (hit) {
      hits.incrementAndGet();
    }
    return hit;
  }

  /** How often something was failed or delayed. */
  long count() {
    return hits.get();
  }

  static StorageException failure() {
    return new StorageException("The disk is full, says the chaos.");
  }
}
