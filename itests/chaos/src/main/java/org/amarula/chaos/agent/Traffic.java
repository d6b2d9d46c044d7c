package org.amarula.chaos.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.amarula.api.AmarulaException;
import org.amarula.api.connection.Connection;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;

/**
 * Each account writes to its partner, one message after the other, and notes before each what it
 * tries and afterwards what it was told. A text names its account and number, so that it is unique.
 */
final class Traffic {
  private static final int PAUSE_MILLIS = 1200;

  private final Fleet fleet;
  private final Lines file;
  private final ScheduledExecutorService threads;
  private final Random random;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong numbers = new AtomicLong();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  Traffic(Fleet fleet, Lines file, ScheduledExecutorService threads, long seed) {
    this.fleet = fleet;
    this.file = file;
    this.threads = threads;
    this.random = new Random(seed);
  }

  void begin() {
    fleet.profiles().forEach(this::plan);
  }

  /** Sends nothing new. */
  void stop() {
    stopped = true;
  }

  /** How many sends have no outcome yet. */
  int open() {
    return open.get();
  }

  /** The texts that the server took, as the senders were told. */
  Queue<String> accepted() {
    return accepted;
  }

  private void plan(String profile) {
    try {
      threads.schedule(
          () -> attempt(profile), random.nextInt(PAUSE_MILLIS) + 1L, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true; // the run is over
    }
  }

  private void attempt(String profile) {
    if (stopped) {
      return;
    }
    Optional<Connection> connection = fleet.connection(profile);
    if (connection.isEmpty()) {
      plan(profile); // nothing to send with: it is being restarted
      return;
    }
    String text = profile + "-" + numbers.incrementAndGet();
    open.incrementAndGet();
    file.add("try", Map.of("account", profile, "to", fleet.partner(profile), "text", text));
    try {
      connection
          .get()
          .send(Jid.ofPhone(fleet.phone(fleet.partner(profile))), new Text(text))
          .whenComplete((result, failure) -> told(profile, text, result, failure));
    } catch (RuntimeException | Error e) {
      told(profile, text, null, e);
    }
  }

  private void told(String profile, String text, SendResult result, Throwable failure) {
    Map<String, Object> facts = new LinkedHashMap<>(Map.of("account", profile, "text", text));
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      facts.put("outcome", cause instanceof AmarulaException ? "failed" : "untyped");
      facts.put("error", cause.getClass().getName());
      facts.put("message", String.valueOf(cause.getMessage()));
    } else {
      facts.put("id", result.id());
      facts.put("outcome", name(result));
    }
    file.add("end", facts);
    if (result instanceof SendResult.Accepted) {
      accepted.add(text);
    }
    open.decrementAndGet();
    plan(profile);
  }

  private static String name(SendResult result) {
    if (result instanceof SendResult.Accepted) {
      return "accepted";
    }
    return result instanceof SendResult.Rejected ? "rejected" : "unknown";
  }
}
