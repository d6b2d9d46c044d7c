package org.amarula.supervision.internal.declared;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

class DeclarationTest {
  private final ManualTimer time = new ManualTimer();
  private final List<String> log = new ArrayList<>();
  private boolean inUse;
  private final Declaration declaration =
      new Declaration(factory(), ConnectionSettings.of("alice"), time, Runnable::run);

  @Test
  void anInstanceThatCrashedTooOftenComesBackWithGrowingWaits() {
    declaration.begin();
    crash();
    assertThat(time.waits()).containsExactly(Duration.ofSeconds(2));
    time.advance(Duration.ofSeconds(2));
    crash();
    assertThat(time.waits()).containsExactly(Duration.ofSeconds(4));

    tell(StateChanged.to(ConnectionState.ONLINE));
    time.advance(Duration.ofSeconds(4));
    crash();

    assertThat(time.waits()).as("reset by being online").containsExactly(Duration.ofSeconds(2));
    assertThat(log).containsExactly("start", "start", "start");
  }

  @Test
  void aProfileInUseIsTriedAgain() {
    inUse = true;
    declaration.begin();
    inUse = false;

    time.advance(Duration.ofSeconds(2));

    assertThat(log).containsExactly("in use", "start");
  }

  @Test
  void whatSomebodyStoppedStaysStopped() {
    declaration.begin();
    tell(new InstanceTerminated(new DisconnectReason.Requested(), List.of()));

    time.advance(Duration.ofHours(1));

    assertThat(log).containsExactly("start");
  }

  @Test
  void aClosedDeclarationStopsItsInstanceAndPlansNothing() {
    declaration.begin();
    declaration.close();
    crash();

    time.advance(Duration.ofHours(1));

    assertThat(log).containsExactly("start", "stop");
  }

  private void crash() {
    tell(new InstanceTerminated(new DisconnectReason.Crashed("too often"), List.of()));
  }

  private void tell(Event event) {
    declaration.onEvent(connection(), event);
  }

  private ConnectionFactory factory() {
    return fake(
        ConnectionFactory.class,
        method -> {
          if (method.equals("stop")) {
            log.add("stop");
            return CompletableFuture.completedFuture(true);
          }
          log.add(inUse ? "in use" : "start");
          if (inUse) {
            throw new ProfileInUseException(Profile.of("alice"), InstanceId.mint());
          }
          return connection();
        });
  }

  private static Connection connection() {
    return fake(Connection.class, method -> new InstanceId("instance"));
  }

  private static <T> T fake(Class<T> type, Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.apply(method.getName())));
  }
}
