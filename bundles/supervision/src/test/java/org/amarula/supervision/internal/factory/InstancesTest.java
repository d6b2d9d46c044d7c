package org.amarula.supervision.internal.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.amarula.api.CrashedException;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.connection.Connection;
import org.amarula.api.content.Text;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.supervision.internal.declared.FactoryClosedException;
import org.amarula.supervision.internal.instance.ServicePublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InstancesTest extends InstancesRig {
  @Test
  void aCloseWhileAnInstanceStartsLeavesNoGroup() throws Exception {
    List<String> groups = new CopyOnWriteArrayList<>();
    AtomicReference<Instances> late = new AtomicReference<>();
    AtomicReference<CompletableFuture<Void>> closing = new AtomicReference<>();
    List<Runnable> during = new ArrayList<>();
    late.set(
        new Instances(
            providers(),
            () -> {
              groups.add("made");
              during.forEach(Runnable::run);
              return new Group(publisher(), () -> groups.add("disposed"));
            }));
    during.add(
        () ->
            closing.set(
                late.get().close(new DisconnectReason.ProviderGone()).toCompletableFuture()));

    assertThatThrownBy(() -> late.get().start(ALICE)).isInstanceOf(FactoryClosedException.class);

    closing.get().get(20, TimeUnit.SECONDS);
    assertThat(groups).containsExactly("made", "disposed");
    assertThat(late.get().instances()).isEmpty();
  }

  @Test
  void startRegistersTheGroupUnderItsInstanceIdProfileAndRoles() {
    Connection connection = instances.start(ALICE, listener());

    assertThat(services.keySet())
        .allMatch(key -> key.startsWith(connection.instanceId() + " alice "))
        .extracting(key -> key.substring(key.lastIndexOf(' ') + 1))
        .containsExactlyInAnyOrder(
            "registry",
            "table-owner",
            "custodian-supervisor",
            "connection",
            "sender-supervisor",
            "supervisor");
    assertThat(instances.find(connection.instanceId())).containsSame(connection);
    assertThat(instances.findByProfile(Profile.of("alice"))).containsSame(connection);
  }

  @Test
  void lookUpsWhileAnInstanceStartsSeeNothingOrAllOfIt() throws Exception {
    Map<String, Boolean> seen = new LinkedHashMap<>();
    AtomicReference<Instances> starting = new AtomicReference<>();
    ServicePublisher asking =
        (type, service, properties) -> {
          seen.put(
              properties.get(Role.ROLE_PROPERTY).toString(), seesAlice(starting.get(), properties));
          return () -> {};
        };
    starting.set(new Instances(providers(), () -> new Group(asking, () -> {})));

    starting.get().start(ALICE);
    starting
        .get()
        .close(new DisconnectReason.Requested())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);

    assertThat(seen)
        .containsExactly(
            Map.entry("registry", false),
            Map.entry("table-owner", false),
            Map.entry("custodian-supervisor", false),
            Map.entry("connection", true),
            Map.entry("sender-supervisor", true),
            Map.entry("supervisor", true));
  }

  private static boolean seesAlice(Instances instances, Map<String, Object> properties) {
    InstanceId id = new InstanceId(properties.get(Role.INSTANCE_PROPERTY).toString());
    boolean found = instances.findByProfile(Profile.of("alice")).isPresent();
    assertThat(instances.find(id).isPresent()).isEqualTo(found);
    assertThat(instances.supervisor(id).isPresent()).isEqualTo(found);
    assertThat(instances.inbox(id).isPresent()).isEqualTo(found);
    assertThat(instances.outbox(id).isPresent()).isEqualTo(found);
    assertThat(instances.instances()).hasSize(found ? 1 : 0);
    return found;
  }

  @Test
  void stopAnswersTrueOnceAndFalseForAnUnknownInstance() throws Exception {
    Connection connection = instances.start(ALICE, listener());

    assertThat(stop(connection.instanceId())).isTrue();
    assertThat(stop(connection.instanceId())).isFalse();
    assertThat(stop(InstanceId.mint())).isFalse();

    assertThat(services).isEmpty();
    assertThat(streams.live()).isZero();
    assertThatThrownBy(connection::state).isInstanceOf(StaleConnectionException.class);
    assertThat(awaitEvent(InstanceTerminated.class::isInstance)).isNotNull();
    instances.start(ALICE);
  }

  @Test
  void oneOfAHundredConcurrentStartsWins() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    List<Connection> won = new ArrayList<>(); // guarded by won
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> starters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Thread starter = new Thread(() -> startOne(go, won, refused));
      starter.start();
      starters.add(starter);
    }

    go.countDown();
    for (Thread starter : starters) {
      starter.join(30_000);
    }

    assertThat(won).hasSize(1);
    assertThat(refused).hasValue(99);
    assertThat(instances.instances()).hasSize(1);
  }

  @Test
  void theLoserLearnsWhoWon() {
    Connection winner = instances.start(ALICE);

    assertThatThrownBy(() -> instances.start(ALICE))
        .isInstanceOfSatisfying(
            ProfileInUseException.class,
            e -> assertThat(e.instanceId()).isEqualTo(winner.instanceId()));
  }

  @Test
  void aCrashOfTheConnectionLeavesItsSiblingsAndLogsInAgain() throws Exception {
    Connection first = online();
    Map<String, Object> before = Map.copyOf(services);

    streams.last().stanza(Node.of("poison"));
    awaitState(ConnectionState.ONLINE);

    Connection second = instances.find(first.instanceId()).orElseThrow();
    assertThat(second).isNotSameAs(first);
    assertThatThrownBy(first::state).isInstanceOf(StaleConnectionException.class);
    before.forEach(
        (key, service) -> {
          if (!key.endsWith(" connection")) {
            assertThat(services.get(key)).as(key).isSameAs(service);
          }
        });
    assertThat(streams.live()).isEqualTo(1);
  }

  @Test
  void theConditionExistsWhileTheAccountIsOnline() throws Exception {
    Connection connection = online();
    assertThat(conditions.poll(20, TimeUnit.SECONDS)).isEqualTo("+amarula.online.alice");

    streams.last().end(new DisconnectReason.NetworkLost("reset"));
    assertThat(conditions.poll(20, TimeUnit.SECONDS)).isEqualTo("-amarula.online.alice");
    awaitState(ConnectionState.ONLINE);
    assertThat(conditions.poll(20, TimeUnit.SECONDS)).isEqualTo("+amarula.online.alice");

    stop(connection.instanceId());
    assertThat(conditions.poll(20, TimeUnit.SECONDS)).isEqualTo("-amarula.online.alice");
  }

  @Test
  void aCrashOfTheSendersFailsParkedSendsAtOnceAndTheNextSendWorks() throws Exception {
    Connection connection = online();
    messengers.sendResult = new CompletableFuture<>();
    CompletableFuture<SendResult> parked =
        connection.send(FRIEND, new Text("hi")).toCompletableFuture();
    assertThat(instances.instances().get(0).queued()).isEqualTo(1);
    assertThat(instances.instances().get(0).stored()).isZero();
    messengers.stored = 7;
    assertThat(instances.instances().get(0).queued()).isEqualTo(1);
    assertThat(instances.instances().get(0).stored()).isEqualTo(7);

    instances.supervisor(connection.instanceId()).orElseThrow().kill(Role.SENDER_SUPERVISOR);

    assertThatThrownBy(() -> parked.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(CrashedException.class);
    assertThat(instances.instances().get(0).queued()).isZero();
    assertThat(instances.instances().get(0).restarts()).isEqualTo(1);
    messengers.sendResult = null;
    assertThat(connection.send(FRIEND, new Text("again")).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10))
        .isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  @Timeout(60)
  void tooManyCrashesEndTheInstanceAndFreeTheProfile() throws Exception {
    // However slow this machine is, four crashes are too many.
    Connection connection = online(ALICE.with("restart.within.seconds", "86400"));

    // A crash is told by the child that is there: each one must see the child before it go.
    for (int i = 0; i < 4; i++) {
      Object table = service(connection, Role.TABLE_OWNER);
      instances
          .supervisor(connection.instanceId())
          .ifPresent(supervisor -> supervisor.kill(Role.TABLE_OWNER));
      Object next = table;
      while (i < 3 && (next == null || next == table)) {
        Thread.yield();
        next = service(connection, Role.TABLE_OWNER);
      }
    }

    InstanceTerminated end = (InstanceTerminated) awaitEvent(InstanceTerminated.class::isInstance);
    assertThat(end.reason().code()).isEqualTo("crashed");
    assertThat(end.history()).isNotEmpty();
  }

  @Test
  void aRestartIsToldAlsoWhileTheConnectionIsRestartedToo() throws Exception {
    Connection connection = online();
    ConnectionSupervisor supervisor = instances.supervisor(connection.instanceId()).orElseThrow();
    CountDownLatch registering = new CountDownLatch(1);
    CountDownLatch registered = new CountDownLatch(1);
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch built = new CountDownLatch(1);
    whenRegistering =
        () -> {
          registering.countDown();
          hang(registered);
        };
    messengers.whenBuilding =
        () -> {
          building.countDown();
          hang(built);
        };

    supervisor.kill(Role.TABLE_OWNER);
    assertThat(registering.await(20, TimeUnit.SECONDS)).isTrue();
    supervisor.kill(Role.CONNECTION);
    assertThat(building.await(20, TimeUnit.SECONDS)).isTrue(); // the dead one says nothing more
    registered.countDown();

    ChildRestarted told = (ChildRestarted) awaitEvent(ChildRestarted.class::isInstance);
    assertThat(told.role()).isEqualTo("table-owner");
    built.countDown();
    told = (ChildRestarted) awaitEvent(ChildRestarted.class::isInstance);
    assertThat(told.role()).isEqualTo("connection");
  }

  @Test
  void aListenerThatThrowsOrHangsDelaysNobodyElse() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    listeners.add((connection, event) -> hang(never), "*");
    listeners.add(
        (connection, event) -> {
          throw new IllegalStateException("listener bug");
        },
        "alice");

    online();

    never.countDown();
  }

  private void startOne(CountDownLatch go, List<Connection> won, AtomicInteger refused) {
    try {
      go.await();
      Connection connection = instances.start(ALICE);
      synchronized (won) {
        won.add(connection);
      }
    } catch (ProfileInUseException e) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
