package org.amarula.connection.internal.stanza;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.codec.Node;
import org.amarula.connection.internal.lane.Lane;

/**
 * Who waits for which answer (spec/transport.md 6.2). A waiter is taken out before it is completed,
 * and all are failed at once when the stream ends. Confined to the lane.
 */
public final class Waiters {
  private final Lane lane;
  private final Map<String, Deque<Waiter>> waiting = new HashMap<>();

  /** Nobody waits yet. */
  public Waiters(Lane lane) {
    this.lane = lane;
  }

  private record Waiter(
      boolean query, CompletableFuture<Node> answer, String what, Lane.Alarm[] alarm) {}

  /** Waits for the result of the query with this id. */
  public void query(String id, CompletableFuture<Node> answer, Duration timeout) {
    add(id, timeout, new Waiter(true, answer, "query", new Lane.Alarm[1]));
  }

  /** Waits for the acknowledgement of the message with this id. */
  public void message(String id, CompletableFuture<Node> answer, Duration timeout) {
    add(id, timeout, new Waiter(false, answer, "message", new Lane.Alarm[1]));
  }

  private void add(String id, Duration timeout, Waiter waiter) {
    lane.assertCurrent();
    // a message may be sent again under its id while the first acknowledgement is awaited
    waiting.computeIfAbsent(id, key -> new ArrayDeque<>(1)).add(waiter);
    waiter.alarm[0] = lane.after(timeout, () -> expire(id, waiter, timeout));
  }

  /** Completes the waiter of an {@code iq} or {@code ack}; false when nobody waits for it. */
  public boolean answer(Node node) {
    lane.assertCurrent();
    String id = node.attribute("id").orElse("");
    Deque<Waiter> queue = waiting.get(id);
    if (queue == null) {
      return false;
    }
    Waiter waiter = queue.peek();
    if (!waiter.query && !acknowledgesMessage(node)) {
      return false;
    }
    remove(id, waiter);
    Optional<RequestRejectedException> rejected = rejection(node);
    if (waiter.query && rejected.isPresent()) {
      waiter.answer.completeExceptionally(rejected.get());
    } else {
      waiter.answer.complete(node);
    }
    return true;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Fails all waiters: the stream has ended. */
  public void failAll() {
    lane.assertCurrent();
    List<Waiter> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    waiting.clear();
    for (Waiter waiter : all) {
      waiter.alarm[0].cancel();
      waiter.answer.completeExceptionally(
          waiter.query
              ? new NotConnectedException("The stream ended while an answer was awaited.")
              : new ResponseTimeoutException(
                  "The stream ended before the message was acknowledged."));
    }
  }

  private void expire(String id, Waiter waiter, Duration timeout) {
    remove(id, waiter);
    waiter.answer.completeExceptionally(
        new ResponseTimeoutException(
            "No answer to a " + waiter.what + " came within " + timeout.toMillis() + " ms."));
  }

  private static boolean acknowledgesMessage(Node node) {
    return node.is("ack") && node.attribute("class").map("message"::equals).orElse(true);
  }

  private void remove(String id, Waiter waiter) {
    waiter.alarm[0].cancel();
    waiting.computeIfPresent(
        id,
        (key, queue) -> {
          queue.removeFirstOccurrence(waiter);
          return queue.isEmpty() ? null : queue;
        });
  }

  /** spec/transport.md 6.2: an error by its type or by its child; in an ack, by its attribute. */
  private static Optional<RequestRejectedException> rejection(Node node) {
    Optional<Node> error = node.child("error");
    if (node.is("ack")) {
      return node.attribute("error").map(code -> rejected(node, "error", ""));
    }
    if (error.isPresent()) {
      return Optional.of(rejected(error.get(), "code", error.get().attribute("text").orElse("")));
    }
    return node.hasAttribute("type", "error")
        ? Optional.of(rejected(node, "code", "without a reason"))
        : Optional.empty();
  }

  private static RequestRejectedException rejected(Node node, String key, String text) {
    int code = (int) Math.min(Integer.MAX_VALUE, Math.max(0, node.numberAttribute(key).orElse(0)));
    return new RequestRejectedException(code, Words.plain(text));
  }
}
