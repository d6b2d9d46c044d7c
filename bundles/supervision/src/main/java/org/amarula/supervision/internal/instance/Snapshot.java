package org.amarula.supervision.internal.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.account.AccountConnection;
import org.amarula.supervision.internal.account.LinkStatus;

/** One line about an instance, as of its making. */
public final class Snapshot implements InstanceStatus {
  private final InstanceId instanceId;
  private final Profile profile;
  private final LinkStatus link;
  private final AccountConnection account;
  private final Instant lastRoundTrip;
  private final int queued;
  private final int stored;
  private final int restarts;
  private final List<HeldCallback> held;

  Snapshot(
      InstanceId instanceId,
      Profile profile,
      AccountConnection account,
      int queued,
      int stored,
      int restarts,
      List<HeldCallback> held) {
    this.instanceId = instanceId;
    this.profile = profile;
    this.queued = queued;
    this.stored = stored;
    this.restarts = restarts;
    this.account = account;
    this.link = account.status();
    this.held = held;
    this.lastRoundTrip = account.lastRoundTrip().orElse(null);
  }

  @Override
  public InstanceId instanceId() {
    return instanceId;
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionState state() {
    return link.state();
  }

  @Override
  public Optional<DisconnectReason> reason() {
    return link.reason();
  }

  @Override
  public Optional<Jid> ownAddress() {
    return account.address(); // read when asked: lists of many accounts seldom show it
  }

  @Override
  public Optional<Instant> lastRoundTrip() {
    return Optional.ofNullable(lastRoundTrip);
  }

  @Override
  public Optional<Instant> retryAt() {
    return link.retryAt();
  }

  @Override
  public int queued() {
    return queued;
  }

  @Override
  public int stored() {
    return stored;
  }

  @Override
  public int restarts() {
    return restarts;
  }

  @Override
  public List<HeldCallback> heldCallbacks() {
    return held;
  }
}
