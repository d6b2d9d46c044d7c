package org.amarula.supervision.internal.factory;

import java.time.Duration;
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
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.supervision.internal.declared.FactoryClosedException;
import org.amarula.supervision.internal.instance.Instance;
import org.amarula.supervision.internal.instance.Providers;
import org.amarula.supervision.internal.kernel.DynamicSupervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All instances of one framework. Answers look-ups from its own maps; the claim of a profile is one
 * atomic step, freed when the whole group is gone.
 */
final class Instances implements ConnectionFactory {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
  private static final Duration STOP_BUDGET = Duration.ofSeconds(12);

  private final Providers providers;
  private final Supplier<Group> groups;
  private final Map<Profile, InstanceId> claims = new ConcurrentHashMap<>();
  private final Map<InstanceId, Group> published = new ConcurrentHashMap<>();
  private final DynamicSupervisor<InstanceId, Instance> running;
  private volatile DisconnectReason closed; // null: open

  Instances(Providers providers, Supplier<Group> groups) {
    this.providers = providers;
    this.groups = groups;
    this.running =
        new DynamicSupervisor<>(providers.threads().timer(), STOP_BUDGET, Instances::overran);
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
    try {
      if (closed != null) {
        throw new FactoryClosedException();
      }
      storage = providers.storage().open(profile);
      return claimed(claim, settings, storage, parent);
    } catch (RuntimeException | Error e) {
      Group group = published.remove(claim);
      if (group != null) {
        group.dispose().run();
      }
      if (storage != null) {
        storage.close();
      }
      claims.remove(profile, claim);
      if (closed != null && e instanceof IllegalStateException) {
        throw new FactoryClosedException(e); // it was closed in between
      }
      throw e;
    }
  }

  private Connection claimed(
      InstanceId claim,
      ConnectionSettings settings,
      ProfileStorage storage,
      ConnectionListener parent) {
    Group group = groups.get();
    published.put(claim, group);
    Instance started =
        running.start(
            claim,
            crash -> {
              Instance instance =
                  new Instance(
                      claim,
                      settings,
                      providers,
                      storage,
                      group.publisher(),
                      cause -> end(claim, settings.profile()));
              Optional.ofNullable(parent).ifPresent(instance::addParent);
              Optional.ofNullable(closed).ifPresent(instance::because);
              return instance;
            });
    return started.connection();
  }

  @Override
  public CompletionStage<Boolean> stop(InstanceId id) {
    Optional<Instance> found = running.child(id);
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    return end(id, found.get().settings().profile())
        .thenApplyAsync(stopped -> stopped, providers.threads().callbacks());
  }

  // Whoever asks first ends it; all are told when nothing of it is left.
  private CompletionStage<Boolean> end(InstanceId id, Profile profile) {
    return running
        .stop(id)
        .thenApply(
            stopped -> {
              Group group = published.remove(id);
              if (group != null) {
                group.dispose().run();
              }
              claims.remove(profile, id);
              return stopped;
            });
  }

  private static void overran(InstanceId id, Instance instance) {
    LOG.error("Instance {} of {} did not stop in time", id, instance.settings().profile());
  }

  // An instance that is being built has no connection that anybody could be given.
  private Optional<Instance> built(InstanceId id) {
    return running.child(id).filter(Instance::built);
  }

  @Override
  public Optional<Connection> find(InstanceId id) {
    return built(id).map(Instance::connection);
  }

  @Override
  public Optional<Connection> findByProfile(Profile profile) {
    return Optional.ofNullable(claims.get(profile)).flatMap(this::find);
  }

  @Override
  public Optional<ConnectionSupervisor> supervisor(InstanceId id) {
    return built(id).map(Instance::supervisor);
  }

  @Override
  public Optional<Inbox> inbox(InstanceId id) {
    return built(id).map(Instance::inbox);
  }

  @Override
  public Optional<Outbox> outbox(InstanceId id) {
    return built(id).map(Instance::outbox);
  }

  @Override
  public Optional<Keys> keys(InstanceId id) {
    return built(id).map(Instance::keys);
  }

  @Override
  public List<InstanceStatus> instances() {
    List<InstanceStatus> all = new ArrayList<>();
    running.children().stream()
        .filter(Instance::built)
        .forEach(instance -> all.add(instance.snapshot()));
    all.sort(Comparator.comparing(InstanceStatus::profile));
    return all;
  }

  @Override
  public List<Profile> profiles() {
    return providers.storage().profiles();
  }

  /** Stops all instances in parallel, those too that just start; completes when none is left. */
  CompletionStage<Void> close(DisconnectReason reason) {
    closed = reason;
    running.children().forEach(instance -> instance.because(reason));
    List<CompletableFuture<?>> ends = new ArrayList<>();
    ends.add(running.close().toCompletableFuture());
    claims.forEach((profile, id) -> ends.add(end(id, profile).toCompletableFuture()));
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }
}
