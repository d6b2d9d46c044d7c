package org.amarula.supervision.internal.account;

import java.time.Instant;
import java.util.Optional;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.StreamSettings;

/**
 * Whether an account is wanted online, and what a connection that is built anew must not forget: an
 * end that nobody may repeat by himself, a ban, and the version that the server wants. Held by the
 * instance; thread-safe.
 */
public final class Wanted {
  private boolean online; // guarded by this, as all below
  private Optional<DisconnectReason> end = Optional.empty();
  private Optional<DisconnectReason.TemporarilyBanned> ban = Optional.empty();
  private Optional<String> version = Optional.empty();

  /** Wanted online or not, at first. */
  public Wanted(boolean online) {
    this.online = online;
  }

  synchronized boolean online() {
    return online;
  }

  /** Not wanted online, and nothing to tell: there is no work before somebody asks. */
  synchronized boolean isIdle() {
    return !online && end.isEmpty();
  }

  /** Somebody asked for it, one way or the other. */
  synchronized void set(boolean wanted) {
    online = wanted;
    end = Optional.empty();
  }

  /** Nothing more is tried before somebody asks. */
  synchronized void ended(DisconnectReason reason) {
    online = false;
    end = Optional.of(reason);
  }

  /** Why nothing more is tried. */
  synchronized Optional<DisconnectReason> end() {
    return end;
  }

  synchronized void banned(DisconnectReason.TemporarilyBanned reason) {
    ban = Optional.of(reason);
  }

  /** The ban that is not over yet. */
  synchronized Optional<DisconnectReason.TemporarilyBanned> ban(Instant now) {
    return ban.filter(known -> known.until().isAfter(now));
  }

  /** A version that is newer than the one that was refused. */
  synchronized void version(String newer) {
    version = Optional.of(newer);
  }

  /** The settings with the newest version known. */
  synchronized StreamSettings with(StreamSettings settings) {
    return version.map(settings::withWebVersion).orElse(settings);
  }
}
