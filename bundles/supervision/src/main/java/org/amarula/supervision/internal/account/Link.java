package org.amarula.supervision.internal.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.NotConnectedException;
import org.amarula.api.StorageException;
import org.amarula.api.event.Paired;
import org.amarula.api.event.PairingCode;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.state.DisconnectReason.TemporarilyBanned;
import org.amarula.api.state.Recovery;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamSettings;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.supervision.internal.lane.Failures;
import org.amarula.supervision.internal.lane.SerialLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of one account: opens streams one at a time, follows the wanted state, and does
 * what the reason of each end says (design 5). Confined to the account's lane, but for {@link
 * #status}, {@link #lastReceived} and {@link #sever}.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final AccountParts parts;
  private final SerialLane lane;
  private final LastTasks lastTasks;
  private final Messenger messenger;
  private final EventSink events;
  private final StatusBoard board;
  private final StanzaGate gate;
  private final Attempts attempts;
  private final OneStream socket = new OneStream();
  private final CodeRequests codes = new CodeRequests();
  private final Logout logout = new Logout();
  private Credentials credentials;
  private boolean loaded;
  private boolean booting;
  private boolean stopping;
  private Instant onlineSince;

  Link(AccountParts parts, SerialLane lane, Messenger messenger, EventSink events) {
    this.parts = parts;
    this.lane = lane;
    this.lastTasks = new LastTasks(lane, parts.workers(), parts.timer());
    this.messenger = messenger;
    this.events = events;
    this.board = new StatusBoard(parts, events, codes);
    this.gate = new StanzaGate(messenger, parts.marks(), parts.endurance());
    this.attempts = new Attempts(parts, lane);
    showEnd(); // whoever sees a successor before it has booted
  }

  LinkStatus status() {
    return board.status();
  }

  Optional<Instant> lastReceived() {
    NodeStream current = socket.current();
    return current == null ? Optional.empty() : current.lastReceived();
  }

  Optional<Credentials.Link> own() {
    return board.own();
  }

  /** Loads the credentials and follows the wanted state. */
  void boot() {
    showEnd(); // its predecessor may have met one meanwhile
    int crashes = parts.endurance().crashes();
    if (crashes > 0 && parts.wanted().online()) {
      retryIn(new DisconnectReason.Crashed("connection child"), attempts.afterCrashes(crashes));
    } else {
      follow();
    }
  }

  private void showEnd() {
    parts.wanted().end().ifPresent(board::show);
  }

  // What cannot be read now is never taken for a new account: it is read again at the next attempt.
  private boolean load() {
    if (!loaded) {
      try {
        Optional<Credentials> stored = parts.accounts().load();
        stored.ifPresentOrElse(this::know, () -> board.own(Optional.empty()));
        loaded = true;
      } catch (StorageException e) {
        endedBy(new DisconnectReason.StorageFailed(e.getMessage()), false);
      }
    }
    return loaded;
  }

  void connect() {
    parts.wanted().set(true); // on the lane: after an end that came before
    attempts.asked();
    if (!socket.isOpen()) {
      follow();
    }
  }

  /** Asks for a code to be typed on a phone. */
  void requestCode(PairingCodeRequest request, CompletableFuture<PairingCode> done) {
    codes.ask(request, done, socket.current(), parts.wanted().online(), board);
  }

  void disconnect(CompletableFuture<Void> done) {
    parts.wanted().set(false); // on the lane: after a connect that came before
    attempts.cancel();
    if (!socket.isOpen()) {
      board.ended(new DisconnectReason.Requested());
    }
    socket.close(new DisconnectReason.Requested(), done);
  }

  void stop(CompletableFuture<Void> done) {
    stopping = true;
    attempts.drop();
    codes.ended("stopped");
    socket.close(new DisconnectReason.Requested(), done);
  }

  void logout(CompletableFuture<Void> done) {
    if (board.status().state() != ConnectionState.ONLINE) {
      done.completeExceptionally(
          new NotConnectedException(parts.settings().profile(), board.status().state().text()));
      return;
    }
    logout.ask();
    messenger.unlink().whenCompleteAsync((ignored, failure) -> unlinked(failure, done), lane);
  }

  // The stream may have ended before this, with the server's 401 or without it.
  private void unlinked(Throwable failure, CompletableFuture<Void> done) {
    if (failure != null && credentials != null) {
      logout.fail();
      done.completeExceptionally(Failures.unwrap(failure));
      return;
    }
    if (socket.isOpen()) {
      logout.confirm();
      socket.close(Logout.ON_REQUEST, done);
      return;
    }
    if (credentials == null && !booting) {
      done.complete(null);
      return;
    }
    socket.whenSettled(done);
    if (credentials != null) {
      wipe(Logout.ON_REQUEST);
    }
  }

  /** Cuts the socket from any thread, for good; the lane is closed already. */
  void sever() {
    socket.sever(parts.timer());
    attempts.drop();
  }

  /** Completes when it is severed and its socket is gone. */
  CompletionStage<Void> gone() {
    return socket.gone();
  }

  private void know(Credentials known) {
    credentials = known;
    board.own(known.paired());
  }

  private void follow() {
    if (!parts.before().toCompletableFuture().isDone()) {
      return; // whoever asks first has to wait for that: the boot follows it
    }
    if (stopping || booting || socket.isOpen() || !load() || !parts.wanted().online()) {
      return;
    }
    Optional<TemporarilyBanned> ban = parts.wanted().ban(parts.clock().instant());
    if (ban.isPresent()) {
      retryIn(ban.get(), attempts.untilOver()); // also when somebody asks before
      return;
    }
    if (credentials != null) {
      open();
      return;
    }
    booting = true;
    parts
        .accounts()
        .create()
        .whenCompleteAsync(
            (made, failure) -> {
              booting = false;
              if (failure != null) {
                endedBy(new DisconnectReason.StorageFailed(Failures.brief(failure)), false);
                return;
              }
              know(made);
              follow();
            },
            lane);
  }

  private void open() {
    attempts.inTurn(this::turnCame);
  }

  private void turnCame() {
    if (!socket.isOpen() && credentials != null && !stopping && parts.wanted().online()) {
      openNow();
    }
  }

  private void openNow() {
    to(ConnectionState.CONNECTING);
    LinkStream listener = new LinkStream(this);
    NodeStream opened =
        socket.open(() -> parts.opener().open(streamSettings(), credentials, lastTasks, listener));
    if (opened != null) {
      listener.use(opened);
      codes.opened(opened, credentials);
    }
  }

  private StreamSettings streamSettings() {
    return parts.wanted().with(StreamSettings.from(parts.settings()));
  }

  boolean isCurrent(NodeStream candidate) {
    return socket.isCurrent(candidate);
  }

  void to(ConnectionState next) {
    board.to(next);
  }

  EventSink events() {
    return events;
  }

  StanzaGate stanzas() {
    return gate;
  }

  void crashed(Throwable failure) {
    lane.crash(failure);
  }

  CompletionStage<Void> changed(Credentials next, boolean paired) {
    CompletionStage<Void> saved =
        paired ? parts.accounts().savePaired(next) : parts.accounts().save(next);
    return saved.thenRunAsync(
        () -> {
          if (credentials == null) {
            return; // they were wiped meanwhile
          }
          know(next);
          messenger.credentialsChanged(next);
          if (paired) {
            next.paired().ifPresent(made -> events.deliver(new Paired(made.own(), made.lid())));
          }
        },
        lane);
  }

  void loggedIn(NodeStream on) {
    messenger
        .login(on, credentials)
        .whenCompleteAsync(
            (ignored, failure) -> {
              if (!isCurrent(on)) {
                return;
              }
              if (failure == null) {
                onlineSince = parts.clock().instant();
                parts.endurance().online(onlineSince);
                to(ConnectionState.ONLINE);
              } else {
                on.close(loginFailure(Failures.unwrap(failure)));
              }
            },
            lane);
  }

  private static DisconnectReason loginFailure(Throwable failure) {
    return failure instanceof StorageException
        ? new DisconnectReason.StorageFailed(failure.getMessage())
        : new DisconnectReason.NetworkLost("the login did not complete");
  }

  /** A stream has ended. */
  void streamEnded(NodeStream ended, DisconnectReason told) {
    if (!socket.ended(ended)) {
      return;
    }
    parts.endurance().offline();
    messenger.offline();
    DisconnectReason reason = logout.meaning(told);
    boolean hadLived =
        onlineSince != null
            && Duration.between(onlineSince, parts.clock().instant()).compareTo(Backoff.STABLE) > 0;
    onlineSince = null;
    if (hadLived) {
      attempts.stable();
    }
    endedBy(reason, hadLived);
    if (reason.recovery() != Recovery.WIPE_AND_STOP) {
      socket.settled();
    }
  }

  private void endedBy(DisconnectReason reason, boolean hadLived) {
    if (stopping) {
      return;
    }
    if (!parts.wanted().online() && reason.recovery() != Recovery.WIPE_AND_STOP) {
      board.ended(reason.recovery() == Recovery.STOP ? reason : new DisconnectReason.Requested());
      return;
    }
    if (reason.recovery() == Recovery.WIPE_AND_STOP) {
      wipe(reason);
      return;
    }
    if (reason instanceof TemporarilyBanned ban) {
      parts.wanted().banned(ban);
    }
    Optional<Duration> wait = attempts.after(reason, hadLived);
    if (wait.isEmpty()) {
      boolean again = reason.recovery() == Recovery.RETRY_ONCE;
      endedForGood(again ? new DisconnectReason.GivenUp(reason) : reason);
    } else if (reason.recovery() == Recovery.REFRESH_AND_RETRY_ONCE) {
      board.lost(reason, Duration.ZERO);
      refresh(reason);
    } else {
      retryIn(reason, wait.get());
    }
  }

  private void retryIn(DisconnectReason reason, Duration wait) {
    board.lost(reason, wait);
    attempts.plan(wait, this::follow);
  }

  private void endedForGood(DisconnectReason reason) {
    parts.wanted().ended(reason);
    board.ended(reason);
  }

  /** spec/transport.md 3.5: on 405, refresh once and connect once. */
  private void refresh(DisconnectReason reason) {
    booting = true; // nothing may be opened before the version is known
    parts
        .opener()
        .newerVersion(streamSettings())
        .whenCompleteAsync(
            (newer, failure) -> {
              booting = false;
              boolean learned = failure == null && newer.isPresent();
              if (learned) {
                parts.wanted().version(newer.get());
                follow();
              } else if (!stopping && parts.wanted().online()) {
                endedForGood(reason);
              }
            },
            lane);
  }

  private void wipe(DisconnectReason reason) {
    credentials = null;
    booting = true; // nothing may be opened before the old credentials are gone
    parts
        .accounts()
        .wipe()
        .whenCompleteAsync(
            (ignored, failure) -> {
              booting = false;
              parts.wanted().ended(reason);
              board.own(Optional.empty());
              if (failure != null) {
                LOG.error("Credentials of {} could not be wiped", parts.settings().profile());
              }
              board.ended(reason);
              socket.settled();
            },
            lane);
  }
}
