package org.amarula.supervision.internal.events;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.ProfileInbox;
import org.amarula.supervision.internal.callback.Callbacks;

/**
 * Hands the events of one instance to its consumers, each by its own queue. Messages come by the
 * inbox: to observers once, to each durable subscription until it confirms. Lives as long as the
 * instance, so that the order survives a crash of the connection. Thread-safe.
 */
public final class EventDispatcher implements InboxConsumers {
  private final Profile profile;
  private final Listeners listeners;
  private final Supplier<Connection> connection;
  private final Consumer<Event> publisher;
  private final Callbacks callbacks;
  private final Map<Subscription, ListenerQueue> queues = new LinkedHashMap<>(2); // guarded by this
  private final Map<String, List<Subscription>> durable = new HashMap<>(); // guarded by this
  private final Listeners.Watcher watcher = new Watcher();
  private ProfileInbox inbox; // set before anybody comes

  /**
   * A dispatcher that tells nobody before {@link #open}.
   *
   * @param connection the handle that consumers are given
   * @param publisher passes events on to the subscribers of that handle
   * @param callbacks the threads on which consumers are called
   */
  public EventDispatcher(
      Profile profile,
      Listeners listeners,
      Supplier<Connection> connection,
      Consumer<Event> publisher,
      Callbacks callbacks) {
    this.profile = profile;
    this.listeners = listeners;
    this.connection = connection;
    this.publisher = publisher;
    this.callbacks = callbacks;
  }

  /** Adds an observer of this instance alone, for instance its starter's. */
  public void addParent(ConnectionListener parent) {
    Subscription own = new Subscription(parent, profile.name(), "");
    synchronized (this) {
      queues.put(own, queue(own));
    }
  }

  /** Lets the consumers in; durable ones read from {@code of}. */
  public void open(ProfileInbox of) {
    inbox = of;
    listeners.watch(watcher);
  }

  @Override
  public void deliver(Event event) {
    publisher.accept(event);
    all().forEach(queue -> queue.tell(event));
  }

  @Override
  public void observe(MessageReceived message) {
    publisher.accept(message);
    List<ListenerQueue> observers = new ArrayList<>();
    synchronized (this) {
      queues.forEach(
          (subscription, queue) -> {
            if (!subscription.isDurable()) {
              observers.add(queue);
            }
          });
    }
    observers.forEach(queue -> queue.tell(message));
  }

  @Override
  public CompletionStage<Void> give(
      String subscription, Supplier<Optional<MessageReceived>> message) {
    ListenerQueue queue;
    synchronized (this) {
      List<Subscription> named = durable.getOrDefault(subscription, List.of());
      queue = named.isEmpty() ? null : queues.get(named.get(0));
    }
    return queue == null ? new CompletableFuture<>() : queue.give(message);
  }

  /** Completes when all that was delivered so far has been told, but to those who are held. */
  public CompletionStage<Void> drained() {
    return CompletableFuture.allOf(
        all().stream()
            .map(queue -> queue.drained().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Tells nobody any more; the inbox keeps messages. */
  public void close() {
    listeners.unwatch(watcher);
    all().forEach(ListenerQueue::close);
  }

  private synchronized List<ListenerQueue> all() {
    return List.copyOf(queues.values());
  }

  private ListenerQueue queue(Subscription subscription) {
    return new ListenerQueue(profile, subscription, connection, callbacks);
  }

  /** Keeps the queues in step with the listeners. One at a time; never under this monitor. */
  private final class Watcher implements Listeners.Watcher {
    @Override
    public void came(Subscription added) {
      if (!added.wants(profile)) {
        return;
      }
      boolean first = false;
      synchronized (EventDispatcher.this) {
        queues.put(added, queue(added));
        if (added.isDurable()) {
          List<Subscription> named =
              durable.computeIfAbsent(added.name(), name -> new ArrayList<>());
          named.add(added);
          first = named.size() == 1;
        }
      }
      if (first) {
        inbox.attach(added.name());
      }
    }

    @Override
    public void left(Subscription gone) {
      boolean next = false;
      boolean served = false;
      synchronized (EventDispatcher.this) {
        List<Subscription> named = durable.get(gone.name());
        if (named != null) {
          served = !named.isEmpty() && named.get(0).equals(gone);
          named.remove(gone);
          next = served && !named.isEmpty();
        }
      }
      if (served) {
        inbox.detach(gone.name()); // first: what its queue still holds counts for nothing
      }
      ListenerQueue queue;
      synchronized (EventDispatcher.this) {
        queue = queues.remove(gone);
      }
      if (queue != null) {
        queue.close();
      }
      if (next) {
        inbox.attach(gone.name()); // one that stood by takes over
      }
    }
  }
}
