package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.amarula.api.StorageException;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.Credentials;
import org.amarula.messaging.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows where an account is, and tells of every change. Written on the account's lane, read from
 * any thread.
 */
final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final AccountParts parts;
  private final EventSink events;
  private final CodeRequests codes;
  private volatile boolean known; // written after the status
  private volatile LinkStatus status = LinkStatus.STOPPED;

  StatusBoard(AccountParts parts, EventSink events, CodeRequests codes) {
    this.parts = parts;
    this.events = events;
    this.codes = codes;
  }

  LinkStatus status() {
    return status;
  }

  /**
   * What the account is paired with. It is read from the storage as long as nobody has asked for
   * the connection, so that an account that stays offline costs nothing at its start.
   */
  Optional<Credentials.Link> own() {
    if (!known) {
      Optional<Credentials.Link> stored = stored();
      if (!known) {
        return stored;
      }
    }
    return status.own();
  }

  private Optional<Credentials.Link> stored() {
    try {
      return parts.reader().load().flatMap(Credentials::paired);
    } catch (StorageException e) {
      return Optional.empty(); // the next attempt to connect tells it
    }
  }

  /** What the account is paired with, or nothing any more. */
  void own(Optional<Credentials.Link> link) {
    LinkStatus now = status;
    status = new LinkStatus(now.state(), now.reason().orElse(null), link.orElse(null));
    known = true;
  }

  /** A step of its own course. */
  void to(ConnectionState next) {
    if (status.state() == next) {
      return;
    }
    show(next, null);
    LOG.info("Account {} is {}", parts.settings().profile(), next.text());
    events.deliver(StateChanged.to(next));
  }

  /** What was told before, by a connection that is gone. */
  void show(DisconnectReason end) {
    show(end.state(), end);
  }

  /** Nothing more is tried. */
  void ended(DisconnectReason reason) {
    codes.ended(reason.state().text());
    LinkStatus now = status;
    if (now.state() == reason.state() && now.reason().isPresent()) {
      return;
    }
    boolean silent = now.state() == ConnectionState.STOPPED && !now.reason().isPresent();
    show(reason.state(), reason);
    if (!silent) {
      LOG.info(
          "Account {} is {}: {}", parts.settings().profile(), reason.state().text(), reason.text());
    }
    events.deliver(StateChanged.ended(reason));
  }

  /** It is tried again after {@code wait}. */
  void lost(DisconnectReason reason, Duration wait) {
    ConnectionState meanwhile = reason.policy().stateMeanwhile();
    codes.ended(meanwhile.text());
    Instant retryAt = parts.clock().instant().plus(wait);
    status = new LinkStatus(meanwhile, reason, status.own().orElse(null)).retriedAt(retryAt);
    LOG.info(
        "Account {} is {}, tried again in {} ms: {}",
        parts.settings().profile(),
        meanwhile.text(),
        wait.toMillis(),
        reason.text());
    events.deliver(StateChanged.lost(reason, retryAt));
  }

  private void show(ConnectionState state, DisconnectReason reason) {
    status = new LinkStatus(state, reason, status.own().orElse(null));
  }
}
