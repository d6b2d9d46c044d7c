package org.amarula.messaging.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;

/** One durable listener. */
public final class TestConsumer {
  private final List<MessageReceived> received = new ArrayList<>();
  private final List<CompletableFuture<Void>> unconfirmed = new ArrayList<>();
  private boolean confirms = true;
  private int failures;
  private String failsOn = "";

  void take(MessageReceived message, CompletableFuture<Void> done) {
    received.add(message);
    boolean chosen = failsOn.isEmpty() || text(message).startsWith(failsOn);
    if (failures > 0 && chosen) {
      failures--;
      done.completeExceptionally(new IllegalStateException("The consumer failed."));
    } else if (confirms) {
      done.complete(null);
    } else {
      unconfirmed.add(done);
    }
  }

  /** Whether it confirms what it gets from now on. */
  public void confirms(boolean on) {
    confirms = on;
  }

  /** Confirms what it has not confirmed yet. */
  public void confirmAll() {
    List<CompletableFuture<Void>> open = List.copyOf(unconfirmed);
    unconfirmed.clear();
    open.forEach(done -> done.complete(null));
  }

  /** It fails on so many messages from now on. */
  public void failNext(int times) {
    failures = times;
    failsOn = "";
  }

  /** It fails so often on messages that begin like this. */
  public void failOn(String beginning, int times) {
    failures = times;
    failsOn = beginning;
  }

  /** What it saw, in order, each redelivery with a mark. */
  public List<String> texts() {
    return received.stream().map(TestConsumer::text).toList();
  }

  static String text(MessageReceived message) {
    String text =
        message.content() instanceof Text content ? content.text() : message.content().kind();
    return message.redelivered() ? text + " (again)" : text;
  }
}
