package org.amarula.api.event;

import java.time.Instant;
import java.util.Optional;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;

/**
 * The account's state has changed. Emitted after each change, the first one being {@code
 * connecting}.
 */
public final class StateChanged implements Event {
  private final ConnectionState state;
  private final DisconnectReason reason;
  private final Instant retryAt;

  private StateChanged(ConnectionState state, DisconnectReason reason, Instant retryAt) {
    this.state = state;
    this.reason = reason;
    this.retryAt = retryAt;
  }

  /** The account is in {@code state}, by its own course. */
  public static StateChanged to(ConnectionState state) {
    return new StateChanged(state, null, null);
  }

  /** The connection ended for {@code reason} and is not tried again. */
  public static StateChanged ended(DisconnectReason reason) {
    return new StateChanged(reason.state(), reason, null);
  }

  /** The connection ended for {@code reason} and is tried again at {@code retryAt}. */
  public static StateChanged lost(DisconnectReason reason, Instant retryAt) {
    return new StateChanged(reason.policy().stateMeanwhile(), reason, retryAt);
  }

  /** The new state. */
  public ConnectionState state() {
    return state;
  }

  /** Why the connection ended, when it did. */
  public Optional<DisconnectReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** When the next attempt is made, when one is. */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }

  @Override
  public String toString() {
    return "StateChanged[" + state.text() + (reason == null ? "" : ", " + reason.code()) + "]";
  }
}
