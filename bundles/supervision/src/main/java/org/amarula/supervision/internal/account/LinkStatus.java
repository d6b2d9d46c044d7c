package org.amarula.supervision.internal.account;

import java.time.Instant;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.Credentials;

/** A consistent look at a link, immutable. */
public final class LinkStatus {
  /** Where every connection begins. */
  static final LinkStatus STOPPED = new LinkStatus(ConnectionState.STOPPED, null, null);

  private final ConnectionState state;
  private final DisconnectReason reason;
  private final Credentials.Link own;
  private final Instant retryAt;

  LinkStatus(ConnectionState state, DisconnectReason reason, Credentials.Link own) {
    this(state, reason, own, null);
  }

  private LinkStatus(
      ConnectionState state, DisconnectReason reason, Credentials.Link own, Instant retryAt) {
    this.state = state;
    this.reason = reason;
    this.own = own;
    this.retryAt = retryAt;
  }

  /** The same, with the time of the next attempt. */
  LinkStatus retriedAt(Instant time) {
    return new LinkStatus(state, reason, own, time);
  }

  /** Where the connection is. */
  public ConnectionState state() {
    return state;
  }

  /** Why it last ended, when it is not connected. */
  public Optional<DisconnectReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** When the next attempt is made, when one is. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  /** This device by phone number, once paired. */
  public Optional<Jid> ownAddress() {
    return own().map(Credentials.Link::own);
  }

  Optional<Credentials.Link> own() {
    return Optional.ofNullable(own);
  }
}
