package org.amarula.supervision.internal.factory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.amarula.api.InstanceId;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.Event;
import org.amarula.api.event.StateChanged;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.storage.MemoryStorage;
import org.amarula.supervision.internal.FakeMessengers;
import org.amarula.supervision.internal.FakeStreams;
import org.amarula.supervision.internal.account.ConnectPacer;
import org.amarula.supervision.internal.events.Listeners;
import org.amarula.supervision.internal.instance.Providers;
import org.amarula.supervision.internal.instance.ServicePublisher;
import org.amarula.supervision.internal.lane.SharedThreads;
import org.junit.jupiter.api.AfterEach;
import org.osgi.service.condition.Condition;

/** All instances over fakes, with what was registered and told. */
abstract class InstancesRig {
  static final ConnectionSettings ALICE = ConnectionSettings.of("alice");
  static final Jid FRIEND = Jid.ofPhone("15550002");

  final FakeStreams streams = new FakeStreams();
  final FakeMessengers messengers = new FakeMessengers();
  final SharedThreads threads = new SharedThreads(2);
  final Map<String, Object> services = new ConcurrentHashMap<>();
  final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  final BlockingQueue<String> conditions = new LinkedBlockingQueue<>();
  final Listeners listeners = new Listeners();
  volatile Runnable whenRegistering = () -> {};
  final Instances instances = new Instances(providers(), () -> new Group(publisher(), () -> {}));

  @AfterEach
  void stopAll() throws Exception {
    instances
        .close(new DisconnectReason.ProviderGone())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    threads.close();
    assertThat(services).isEmpty();
    assertThat(streams.live()).isZero();
  }

  Providers providers() {
    return new Providers(
        streams,
        messengers,
        new MemoryStorage(),
        listeners,
        threads,
        Clock.systemUTC(),
        () -> 0.5,
        new ConnectPacer(Clock.systemUTC(), 100, 100));
  }

  Object service(Connection connection, Role role) {
    return services.get(connection.instanceId() + " alice " + role.text());
  }

  static CompletableFuture<Void> hang(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return CompletableFuture.completedFuture(null);
  }

  Connection online() throws Exception {
    return online(ALICE);
  }

  Connection online(ConnectionSettings settings) throws Exception {
    Connection connection = instances.start(settings, listener());
    awaitState(ConnectionState.ONLINE);
    return connection;
  }

  ConnectionListener listener() {
    return (connection, event) -> {
      events.add(event);
      return CompletableFuture.completedFuture(null);
    };
  }

  // Logs in whatever stream is opened meanwhile.
  void awaitState(ConnectionState state) throws InterruptedException {
    awaitEvent(
        event -> {
          if (!(event instanceof StateChanged change)) {
            return false;
          }
          if (change.state() == ConnectionState.CONNECTING) {
            loginSoon();
          }
          return change.state() == state;
        });
  }

  Event awaitEvent(Predicate<Event> wanted) throws InterruptedException {
    while (true) {
      Event event = events.poll(20, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("The awaited event did not come");
      }
      if (wanted.test(event)) {
        return event;
      }
    }
  }

  boolean stop(InstanceId id) throws Exception {
    return instances.stop(id).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  ServicePublisher publisher() {
    return (type, service, properties) -> {
      assertThat(service).isInstanceOf(type);
      if (type == Condition.class) {
        String id = properties.get(Condition.CONDITION_ID).toString();
        conditions.add("+" + id);
        return () -> conditions.add("-" + id);
      }
      String key =
          properties.get(Role.INSTANCE_PROPERTY)
              + " "
              + properties.get(Role.PROFILE_PROPERTY)
              + " "
              + properties.get(Role.ROLE_PROPERTY);
      whenRegistering.run();
      services.put(key, service);
      return () -> services.remove(key);
    };
  }

  // The state is told a moment before the stream is there.
  private void loginSoon() {
    threads
        .timer()
        .schedule(
            () -> {
              if (streams.count() == 0 || streams.last().hasEnded()) {
                loginSoon();
              } else {
                streams.last().login();
              }
            },
            20,
            TimeUnit.MILLISECONDS);
  }
}
