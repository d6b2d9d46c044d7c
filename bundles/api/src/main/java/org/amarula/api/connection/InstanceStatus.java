package org.amarula.api.connection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.osgi.annotation.versioning.ProviderType;

/** One line about one instance, as of the moment when it was asked for. */
@ProviderType
public interface InstanceStatus {
  /** The instance. */
  InstanceId instanceId();

  /** Its profile. */
  Profile profile();

  /** Where its connection is. */
  ConnectionState state();

  /** Why the connection last ended, when it is not connected. */
  Optional<DisconnectReason> reason();

  /** This device's address by phone number, once paired. */
  Optional<Jid> ownAddress();

  /** When the server last answered or sent something. */
  Optional<Instant> lastRoundTrip();

  /** The calls of this account's consumers that did not come back and are moved aside. */
  default List<HeldCallback> heldCallbacks() {
    return List.of();
  }

  /** When the next attempt to connect is made, when one is planned. */
  Optional<Instant> retryAt();

  /**
   * How many sends and custodians' operations wait or run, sends of durable messages among them.
   */
  int queued();

  /**
   * How many durable messages wait in the outbox and are with no sender, so that no message is
   * counted here and in {@link #queued()}; those that are parked are in neither.
   */
  int stored();

  /** How often children of the instance were restarted. */
  int restarts();
}
