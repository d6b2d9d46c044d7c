package org.amarula.supervision.internal.declared;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;

/** A factory whose instances end when a test says so. */
final class FakeInstances implements ConnectionFactory {
  final List<String> log = new ArrayList<>();
  boolean slowStops;
  RuntimeException failure;
  private final Map<Profile, Fake> running = new LinkedHashMap<>();
  private int count;

  private record Fake(
      Connection connection, ConnectionListener parent, CompletableFuture<Boolean> end) {}

  InstanceId idOf(String profile) {
    return running.get(Profile.of(profile)).connection().instanceId();
  }

  void tell(String profile, ConnectionState state) {
    tell(profile, StateChanged.to(state));
  }

  void tell(String profile, Event event) {
    Fake fake = running.get(Profile.of(profile));
    fake.parent().onEvent(fake.connection(), event);
  }

  /** The instance crashed too often. */
  void crash(String profile) {
    end(profile, new DisconnectReason.Crashed("too often"));
  }

  void end(String profile, DisconnectReason reason) {
    Fake fake = running.remove(Profile.of(profile));
    fake.parent().onEvent(fake.connection(), new InstanceTerminated(reason, List.of()));
    fake.end().complete(true);
  }

  /** The instance ends and nobody is told. */
  void lose(String profile) {
    running.remove(Profile.of(profile));
  }

  @Override
  public Connection start(ConnectionSettings settings) {
    throw new AssertionError("a declaration listens");
  }

  @Override
  public Connection start(ConnectionSettings settings, ConnectionListener parent) {
    if (failure != null) {
      throw failure;
    }
    Fake other = running.get(settings.profile());
    if (other != null) {
      log.add("in use " + settings.profile());
      throw new ProfileInUseException(settings.profile(), other.connection().instanceId());
    }
    InstanceId id = new InstanceId("instance " + ++count);
    Connection connection = connection(id);
    running.put(settings.profile(), new Fake(connection, parent, new CompletableFuture<>()));
    log.add("start " + settings.profile() + " as " + settings.deviceName());
    return connection;
  }

  @Override
  public CompletionStage<Boolean> stop(InstanceId id) {
    for (Profile profile : List.copyOf(running.keySet())) {
      Fake fake = running.get(profile);
      if (fake.connection().instanceId().equals(id)) {
        log.add("stop " + profile);
        if (!slowStops) {
          end(profile.name(), new DisconnectReason.Requested());
        }
        return fake.end();
      }
    }
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public Optional<Connection> find(InstanceId id) {
    return running.values().stream()
        .map(Fake::connection)
        .filter(connection -> connection.instanceId().equals(id))
        .findFirst();
  }

  @Override
  public Optional<Connection> findByProfile(Profile profile) {
    return Optional.ofNullable(running.get(profile)).map(Fake::connection);
  }

  @Override
  public Optional<ConnectionSupervisor> supervisor(InstanceId id) {
    return Optional.empty();
  }

  @Override
  public Optional<Inbox> inbox(InstanceId id) {
    return Optional.empty();
  }

  @Override
  public Optional<Outbox> outbox(InstanceId id) {
    return Optional.empty();
  }

  @Override
  public Optional<Keys> keys(InstanceId id) {
    return Optional.empty();
  }

  @Override
  public List<InstanceStatus> instances() {
    return List.of();
  }

  @Override
  public List<Profile> profiles() {
    return List.of();
  }

  private static Connection connection(InstanceId id) {
    return (Connection)
        Proxy.newProxyInstance(
            FakeInstances.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> id);
  }
}
