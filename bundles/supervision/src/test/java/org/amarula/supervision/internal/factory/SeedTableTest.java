package org.amarula.supervision.internal.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.amarula.api.InstanceId;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.InstanceRegistry;
import org.amarula.api.instance.Role;
import org.amarula.api.state.ConnectionState;
import org.junit.jupiter.api.Test;

/** The functions of the seed in their Java form (design 3), one test each, named after it. */
class SeedTableTest extends InstancesRig {
  @Test
  void startInstanceReturnsTheConnectionAndFindsItsSupervisorOrRefuses() {
    Connection connection = instances.start(ALICE);

    ConnectionSupervisor supervisor = instances.supervisor(connection.instanceId()).orElseThrow();
    assertThat(supervisor.instanceId()).isEqualTo(connection.instanceId());
    assertThatThrownBy(() -> instances.start(ALICE)).isInstanceOf(ProfileInUseException.class);
    assertThatThrownBy(() -> ConnectionSettings.of("not a profile!"))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void startInstanceMayCarryAParent() throws Exception {
    BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    instances.start(
        ALICE,
        (connection, event) -> {
          told.add(event);
          return CompletableFuture.completedFuture(null);
        });

    assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void stopInstanceAnswersTrueOrFalse() throws Exception {
    Connection connection = instances.start(ALICE);

    assertThat(stop(connection.instanceId())).isTrue();
    assertThat(stop(connection.instanceId())).isFalse();
    assertThat(stop(InstanceId.mint())).isFalse();
  }

  @Test
  void nameIsALateBoundAddressThatSurvivesRestarts() throws Exception {
    Connection first = online();
    Supplier<Optional<Object>> name = registry(first).name(Role.CONNECTION);
    assertThat(name.get()).containsSame(first);

    kill(first, Role.REGISTRY);
    kill(first, Role.CONNECTION);

    Connection second = instances.find(first.instanceId()).orElseThrow();
    assertThat(second).isNotSameAs(first);
    assertThat(name.get()).containsSame(second);
  }

  @Test
  void whereisFindsARoleOrNothingAndAStaleRegistrySaysSo() throws Exception {
    Connection connection = online();
    InstanceRegistry registry = registry(connection);
    for (Role role : Role.values()) {
      if (role != Role.SUPERVISOR) {
        assertThat(registry.whereis(role)).as(role.text()).isPresent();
      }
    }
    assertThat(registry.whereisSender(FRIEND)).isEmpty();
    assertThat(registry.whereisCustodian(FRIEND)).isEmpty();

    kill(connection, Role.REGISTRY);

    assertThatThrownBy(() -> registry.whereis(Role.CONNECTION))
        .isInstanceOf(StaleConnectionException.class);
    assertThat(registry(connection).whereis(Role.CONNECTION)).containsSame(connection);
  }

  @Test
  void whereisFindsTheSenderOfARecipient() throws Exception {
    Connection connection = online();
    messengers.sendResult = new CompletableFuture<>();
    connection.send(FRIEND, new org.amarula.api.content.Text("x"));

    assertThat(registry(connection).whereisSender(FRIEND))
        .hasValueSatisfying(
            sender -> {
              assertThat(sender.pending()).isEqualTo(1);
              assertThat(sender.recipient()).isEqualTo(FRIEND.redacted());
            });
  }

  @Test
  void supervisorNameAndRegistryNameAreServiceProperties() {
    Connection connection = instances.start(ALICE);

    assertThat(service(connection, Role.SUPERVISOR))
        .isSameAs(instances.supervisor(connection.instanceId()).orElseThrow());
    assertThat(service(connection, Role.REGISTRY)).isInstanceOf(InstanceRegistry.class);
  }

  @Test
  void childSpecAnOwnComponentMayOwnAnInstanceByStartAndStop() throws Exception {
    Connection first = instances.start(ALICE);
    stop(first.instanceId());

    Connection second = instances.start(ALICE); // restarted by its owner, like any other child

    assertThat(second.instanceId()).isNotEqualTo(first.instanceId());
    assertThatThrownBy(first::state).isInstanceOf(StaleConnectionException.class);
  }

  @Test
  void aCrashIsAnEventAndNeverAnExceptionInTheConsumersThreads() throws Exception {
    Connection connection = online();

    kill(connection, Role.TABLE_OWNER);

    ChildRestarted told = (ChildRestarted) awaitEvent(ChildRestarted.class::isInstance);
    assertThat(told.role()).isEqualTo("table-owner");
    assertThat(connection.state()).isEqualTo(ConnectionState.ONLINE);
    stop(connection.instanceId());
    assertThat(awaitEvent(InstanceTerminated.class::isInstance)).isNotNull();
  }

  private InstanceRegistry registry(Connection connection) {
    return (InstanceRegistry) service(connection, Role.REGISTRY);
  }

  // Waits until the successor is registered.
  private void kill(Connection connection, Role role) throws InterruptedException {
    Object before = service(connection, role);
    instances.supervisor(connection.instanceId()).orElseThrow().kill(role);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (service(connection, role) == null || service(connection, role) == before) {
      assertThat(System.nanoTime()).as("restart of " + role.text()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
