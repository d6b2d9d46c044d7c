package org.amarula.chaos.agent;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;

/** A second listener, not durable, that throws or blocks when told to. Thread-safe. */
final class Nuisance implements ConnectionListener {
  private final Map<String, Long> blocks = new ConcurrentHashMap<>();
  private final Map<String, Boolean> throwing = new ConcurrentHashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);

  /** Blocks at the next event of this account. */
  void block(String profile, long millis) {
    blocks.put(profile, millis);
  }

  /** Throws at the next event of this account; an {@code Error} or an exception. */
  void fail(String profile, boolean error) {
    throwing.put(profile, error);
  }

  /** Behaves from now on. */
  void heal() {
    blocks.clear();
    throwing.clear();
    never.countDown();
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    String profile = connection.profile().name();
    Boolean error = throwing.remove(profile);
    if (error != null) {
      if (error) {
        throw new AssertionError("An error on purpose.");
      }
      throw new IllegalStateException("An exception on purpose.");
    }
    Long millis = blocks.remove(profile);
    if (millis != null) {
      await(millis);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void await(long millis) {
    try {
      boolean healed = never.await(millis, TimeUnit.MILLISECONDS);
      if (healed) {
        blocks.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
