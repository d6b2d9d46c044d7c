package org.amarula.supervision.internal.account;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;

/** A consistent look at a link, immutable. */
public final class LinkStatus {
  private final ConnectionState state;
  private final DisconnectReason reason;
  private final Jid own;

  LinkStatus(ConnectionState state, DisconnectReason reason, Jid own) {
    this.state = state;
    this.reason = reason;
    this.own = own;
  }

  /** Where the connection is. */
  public ConnectionState state() {
    return state;
  }

  /** Why it last ended, when it is not connected. */
  public Optional<DisconnectReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** This device by phone number, once paired. */
  public Optional<Jid> ownAddress() {
    return Optional.ofNullable(own);
  }
}
