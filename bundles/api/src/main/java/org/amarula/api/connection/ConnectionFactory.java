package org.amarula.api.connection;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts and stops connection instances. Each is a group of services in the registry, keyed by its
 * instance id ({@code amarula.instance.id}), its profile ({@code amarula.profile}) and the role of
 * the service ({@code amarula.role}).
 *
 * <p>A singleton service, thread-safe. An instance belongs to the factory, not to its starter: a
 * crash inside reaches the starter as an event only.
 */
@ProviderType
public interface ConnectionFactory {
  /**
   * Starts an instance, registers its services and returns its connection, which connects at once
   * unless the settings say otherwise.
   *
   * @throws org.amarula.api.ProfileInUseException when the profile already runs
   * @throws org.amarula.api.StorageException when the profile's store cannot be opened
   */
  Connection start(ConnectionSettings settings);

  /** Like {@link #start(ConnectionSettings)}; {@code parent} gets the events as well. */
  Connection start(ConnectionSettings settings, ConnectionListener parent);

  /**
   * Stops a whole instance and frees its profile; completes when nothing of it is left. False when
   * there is no such instance.
   */
  CompletionStage<Boolean> stop(InstanceId id);

  /** The live connection of an instance; empty as long as its start has not built one. */
  Optional<Connection> find(InstanceId id);

  /** The live connection of a profile. */
  Optional<Connection> findByProfile(Profile profile);

  /** The supervision tree of an instance. */
  Optional<ConnectionSupervisor> supervisor(InstanceId id);

  /** The inbox of an instance: who has confirmed what. */
  Optional<Inbox> inbox(InstanceId id);

  /** The outbox of an instance: the durable messages that wait. */
  Optional<Outbox> outbox(InstanceId id);

  /** What the account of an instance keeps for encryption, for looking at. */
  Optional<Keys> keys(InstanceId id);

  /** All instances, ordered by profile. */
  List<InstanceStatus> instances();

  /** The profiles that the store holds, running or not. */
  List<Profile> profiles();
}
