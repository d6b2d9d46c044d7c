package org.amarula.supervision.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.junit.jupiter.api.Test;
import org.osgi.service.condition.Condition;

class OnlineConditionTest {
  private final InstanceId id = new InstanceId("instance");
  private final List<String> registry = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();

  @Test
  void theConditionHoldsWhileTheAccountIsOnline() {
    OnlineCondition condition = condition(this::publish, Runnable::run);

    tell(condition, StateChanged.to(ConnectionState.CONNECTING));
    assertThat(registry).isEmpty();
    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    assertThat(registry).containsExactly("amarula.online.alice of alice, instance");
    tell(condition, StateChanged.ended(new DisconnectReason.NetworkLost("reset")));
    assertThat(registry).isEmpty();
    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    assertThat(registry).hasSize(1);
  }

  @Test
  void theEndOfTheInstanceTakesItBack() {
    OnlineCondition condition = condition(this::publish, Runnable::run);
    tell(condition, StateChanged.to(ConnectionState.ONLINE));

    tell(condition, new InstanceTerminated(new DisconnectReason.Requested(), List.of()));

    assertThat(registry).isEmpty();
  }

  @Test
  void aSlowRegistryHoldsUpNoEventAndOnlyTheLastStateCounts() {
    OnlineCondition condition = condition(this::publish, later::add);

    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    tell(condition, StateChanged.to(ConnectionState.DISCONNECTED));
    tell(condition, StateChanged.to(ConnectionState.CONNECTING));
    assertThat(registry).isEmpty();
    runLater();
    assertThat(registry).as("it was offline again when the registry had time").isEmpty();

    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    runLater();
    assertThat(registry).hasSize(1);
  }

  @Test
  void withoutThePackageOfConditionsThereIsNoneAndNothingFails() {
    ServicePublisher broken =
        (type, service, properties) -> {
          throw new NoClassDefFoundError("org/osgi/service/condition/Condition");
        };
    OnlineCondition condition = condition(broken, Runnable::run);

    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    tell(condition, StateChanged.to(ConnectionState.DISCONNECTED));

    assertThat(registry).isEmpty();
  }

  @Test
  void aRegistryThatThrowsIsAskedAgainNextTime() {
    List<String> tries = new ArrayList<>();
    ServicePublisher failing =
        (type, service, properties) -> {
          tries.add("try");
          throw new IllegalArgumentException("full");
        };
    OnlineCondition condition = condition(failing, Runnable::run);

    tell(condition, StateChanged.to(ConnectionState.ONLINE));
    tell(condition, StateChanged.to(ConnectionState.ONLINE));

    assertThat(tries).hasSize(2);
  }

  private OnlineCondition condition(ServicePublisher publisher, Executor registrars) {
    return new OnlineCondition(id, Profile.of("alice"), publisher, registrars);
  }

  private Runnable publish(Class<?> type, Object service, Map<String, Object> properties) {
    assertThat(type).isEqualTo(Condition.class);
    assertThat(service).isInstanceOf(Condition.class);
    String entry =
        properties.get(Condition.CONDITION_ID)
            + " of "
            + properties.get("amarula.profile")
            + ", "
            + properties.get("amarula.instance.id");
    registry.add(entry);
    return () -> registry.remove(entry);
  }

  private void runLater() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  private static void tell(OnlineCondition condition, Event event) {
    assertThat(condition.onEvent(null, event).toCompletableFuture()).isCompleted();
  }
}
