package org.amarula.supervision.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.instance.ParkedStanza;
import org.amarula.api.instance.SubscriptionStatus;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.ProfileInbox;

/** An inbox that holds nothing: a test hands messages to the consumers itself. */
public final class FakeInbox implements ProfileInbox {
  public final List<String> log = new CopyOnWriteArrayList<>();
  public final InboxConsumers consumers;

  public FakeInbox(InboxConsumers consumers) {
    this.consumers = consumers;
  }

  public CompletableFuture<Void> give(String subscription, MessageReceived message) {
    return consumers.give(subscription, () -> Optional.of(message)).toCompletableFuture();
  }

  @Override
  public void attach(String subscription) {
    log.add("attach " + subscription);
  }

  @Override
  public void detach(String subscription) {
    log.add("detach " + subscription);
  }

  @Override
  public void close() {
    log.add("close");
  }

  @Override
  public List<SubscriptionStatus> subscriptions() {
    return List.of();
  }

  @Override
  public CompletionStage<Boolean> unsubscribe(String name) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public List<MessageReceived> parked(String name) {
    return List.of();
  }

  @Override
  public CompletionStage<Integer> replayParked(String name) {
    return CompletableFuture.completedFuture(0);
  }

  @Override
  public List<ParkedStanza> parkedStanzas() {
    return List.of();
  }
}
