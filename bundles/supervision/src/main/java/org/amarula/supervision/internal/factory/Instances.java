package org.amarula.supervision.internal.factory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.supervision.internal.instance.Instance;
import org.amarula.supervision.internal.instance.Providers;

/**
 * All instances of one framework. Answers look-ups from its own maps; the claim of a profile is one
 * atomic step, freed when the whole group is gone.
 */
final class Instances implements ConnectionFactory {
  private final Providers providers;
  private final Supplier<Group> groups;
  private final Map<Profile, InstanceId> claims = new ConcurrentHashMap<>();
  private final Map<InstanceId, Running> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Instances(Providers providers, Supplier<Group> groups) {
    this.providers = providers;
    this.groups = groups;
  }

  @Override
  public Connection start(ConnectionSettings settings) {
    return begin(settings, null);
  }

  @Override
  public Connection start(ConnectionSettings settings, ConnectionListener parent) {
    return begin(settings, parent);
  }

  private Connection begin(ConnectionSettings settings, ConnectionListener parent) {
    Profile profile = settings.profile();
    InstanceId claim = InstanceId.mint();
    InstanceId winner = claims.putIfAbsent(profile, claim);
    if (winner != null) {
      throw new ProfileInUseException(profile, winner);
    }
    ProfileStorage storage = null;
    Group group = null;
    try {
      if (closed) {
        throw new IllegalStateException("The connection factory is closed.");
      }
      storage = providers.storage().open(profile);
      group = groups.get();
      Instance instance =
          new Instance(claim, settings, providers, storage, group.publisher(), this::exhausted);
      running.put(claim, new Running(instance, group));
      instance.start(parent);
      return instance.connection();
    } catch (RuntimeException e) {
      abandon(claim, profile, storage, group);
      throw e;
    }
  }

  private void abandon(InstanceId claim, Profile profile, ProfileStorage storage, Group group) {
    running.remove(claim);
    if (group != null) {
      group.dispose().run();
    }
    if (storage != null) {
      storage.close();
    }
    claims.remove(profile, claim);
  }

  @Override
  public CompletionStage<Boolean> stop(InstanceId id) {
    return stop(id, new DisconnectReason.Requested());
  }

  private CompletionStage<Boolean> stop(InstanceId id, DisconnectReason reason) {
    Running found = running.get(id);
    if (found == null) {
      return CompletableFuture.completedFuture(false);
    }
    CompletionStage<Void> ended = found.stopOnce(() -> take(id, found, reason));
    return ended.thenApplyAsync(ignored -> true, providers.threads().callbacks());
  }

  private CompletionStage<Void> take(InstanceId id, Running found, DisconnectReason reason) {
    return found
        .instance()
        .stop(reason)
        .thenRun(
            () -> {
              found.group().dispose().run();
              running.remove(id);
              claims.remove(found.instance().settings().profile(), id);
            });
  }

  private void exhausted(Instance instance) {
    stop(instance.id(), new DisconnectReason.Crashed("it crashed too often"));
  }

  @Override
  public Optional<Connection> find(InstanceId id) {
    return Optional.ofNullable(running.get(id)).map(found -> found.instance().connection());
  }

  @Override
  public Optional<Connection> findByProfile(Profile profile) {
    return Optional.ofNullable(claims.get(profile)).flatMap(this::find);
  }

  @Override
  public Optional<ConnectionSupervisor> supervisor(InstanceId id) {
    return Optional.ofNullable(running.get(id)).map(found -> found.instance().supervisor());
  }

  @Override
  public List<InstanceStatus> instances() {
    List<InstanceStatus> all = new ArrayList<>();
    running.values().forEach(found -> all.add(found.instance().snapshot()));
    all.sort(Comparator.comparing(InstanceStatus::profile));
    return all;
  }

  @Override
  public List<Profile> profiles() {
    return providers.storage().profiles();
  }

  /** Stops all instances in parallel; completes when none is left. */
  CompletionStage<Void> close(DisconnectReason reason) {
    closed = true;
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (InstanceId id : running.keySet()) {
      Running found = running.get(id);
      if (found != null) {
        ends.add(found.stopOnce(() -> take(id, found, reason)).toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }

  /** One instance and its group of services; stopped once, whoever asks. */
  private static final class Running {
    private final Instance instance;
    private final Group group;
    private CompletionStage<Void> ended; // guarded by this

    Running(Instance instance, Group group) {
      this.instance = instance;
      this.group = group;
    }

    Instance instance() {
      return instance;
    }

    Group group() {
      return group;
    }

    synchronized CompletionStage<Void> stopOnce(Supplier<CompletionStage<Void>> stop) {
      if (ended == null) {
        ended = stop.get();
      }
      return ended;
    }
  }
}
