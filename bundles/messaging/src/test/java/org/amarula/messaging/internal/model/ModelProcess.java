package org.amarula.messaging.internal.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.Senders;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;
import org.amarula.messaging.internal.server.Steps;
import org.amarula.messaging.internal.server.Turns;
import org.amarula.messaging.internal.server.Unlocked;

/** One process of a device: all that is gone when it dies. */
final class ModelProcess {
  private static final String CONSUMER = "consumer";
  private static final int FAILS_ONE_OF = 12;
  private static final int HOLDS_ONE_OF = 8;

  private final World world;
  private final ModelDevice device;
  private final Executor workers;
  private final ModelStorage storage;
  private final VirtualTimer timer;
  private final SentMessages sent;
  private final Custodians custodians;
  private final Senders senders;
  private final ProfileInbox inbox;
  private final ProfileOutbox outbox;
  private final List<CompletableFuture<Void>> held = new ArrayList<>();
  private ModelChild child;
  private boolean alive = true;

  ModelProcess(World world, ModelDevice device) {
    this.world = world;
    this.device = device;
    Steps steps = world.server().steps();
    this.workers = World.whileAlive(this::isAlive, steps::executeLoose);
    Executor writer = World.whileAlive(this::isAlive, steps.lane());
    this.storage = new ModelStorage(world, device.disk(), writer, device::die);
    this.timer = new VirtualTimer(world.server().clock());
    this.sent =
        device
            .factory()
            .sentMessages(
                new SentMessagesSettings(
                    storage, world.server().clock(), Duration.ofDays(7), 10_000));
    this.custodians =
        world.planted() == Planted.NO_LOCK ? new Unlocked(workers) : new Turns(workers);
    this.senders = new Turns(workers);
    this.inbox =
        device
            .factory()
            .inbox(
                new InboxSettings(
                    storage, new Consumers(), workers, timer, world.server().clock()));
    inbox.attach(CONSUMER);
    this.outbox =
        device
            .factory()
            .outbox(
                new OutboxSettings(storage, device::hear, workers, timer, world.server().clock()));
    this.child = new ModelChild(world, device, this);
  }

  /** Those whom the inbox tells. */
  private final class Consumers implements InboxConsumers {
    private final Executor callbacks =
        World.whileAlive(ModelProcess.this::isAlive, world.server().steps().lane());

    @Override
    public void deliver(Event event) {
      device.hear(event);
    }

    @Override
    public void observe(MessageReceived message) {
      // observers confirm nothing; the subscription is what counts
    }

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      callbacks.execute(() -> take(message.get(), done));
      return done;
    }
  }

  private void take(Optional<MessageReceived> message, CompletableFuture<Void> done) {
    message.ifPresent(one -> world.judge().read(device, one));
    if (message.isPresent() && world.strikes(FAILS_ONE_OF)) {
      done.completeExceptionally(new IllegalStateException("The consumer failed."));
    } else if (message.isPresent() && world.strikes(HOLDS_ONE_OF)) {
      held.add(done);
    } else {
      done.complete(null);
    }
  }

  /** The consumer confirms what it has put off. */
  void confirm() {
    List<CompletableFuture<Void>> open = List.copyOf(held);
    held.clear();
    open.forEach(one -> workers.execute(() -> one.complete(null)));
  }

  boolean isAlive() {
    return alive;
  }

  /** The process dies between two of its steps. */
  void kill() {
    alive = false;
    child.cut();
  }

  /** The connection child crashes; its successor logs in when the dead one is quiet. */
  void crashChild() {
    CompletionStage<Void> quiet = child.crash();
    ModelChild successor = new ModelChild(world, device, this);
    child = successor;
    quiet.thenRun(() -> workers.execute(successor::login));
  }

  ModelChild child() {
    return child;
  }

  ModelStorage storage() {
    return storage;
  }

  VirtualTimer timer() {
    return timer;
  }

  Executor workers() {
    return workers;
  }

  SentMessages sentMessages() {
    return sent;
  }

  Custodians custodians() {
    return custodians;
  }

  Senders senders() {
    return senders;
  }

  ProfileInbox inbox() {
    return inbox;
  }

  ProfileOutbox outbox() {
    return outbox;
  }
}
