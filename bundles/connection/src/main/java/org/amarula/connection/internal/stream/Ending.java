package org.amarula.connection.internal.stream;

import java.time.Duration;
import java.util.Optional;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.socket.Socket;

/**
 * The end of a stream, told once and only when its socket is gone, so that an account never has two
 * of them: in good order the peer's goodbye is awaited for a moment. Confined to the lane.
 */
final class Ending {
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Lane lane;
  private final Socket socket;
  private Optional<DisconnectReason> reason = Optional.empty();
  private Runnable last = () -> {};
  private boolean socketGone;
  private boolean done;

  Ending(Lane lane, Socket socket) {
    this.lane = lane;
    this.socket = socket;
  }

  /** Whether the end has begun. */
  boolean begun() {
    return reason.isPresent();
  }

  /**
   * Begins the end, for good.
   *
   * @param why the first reason counts, later ones are consequences
   * @param orderly whether what was written is to leave before the socket closes
   * @param told runs once the socket is gone
   */
  void begin(DisconnectReason why, boolean orderly, Runnable told) {
    reason = Optional.of(why);
    last = told;
    if (socketGone) {
      finish();
    } else if (orderly) {
      lane.after(GOODBYE, this::abort);
      socket.close();
    } else {
      abort();
    }
  }

  DisconnectReason reason() {
    return reason.orElseThrow();
  }

  /** The socket is gone. */
  void socketClosed() {
    socketGone = true;
    if (begun()) {
      finish();
    }
  }

  private void abort() {
    socket.abort();
    finish();
  }

  private void finish() {
    if (!done) {
      done = true;
      last.run();
    }
  }
}
