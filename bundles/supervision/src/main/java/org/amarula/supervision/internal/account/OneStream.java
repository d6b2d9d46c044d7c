package org.amarula.supervision.internal.account;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.NodeStream;

/** An account's one socket at a time, and none after it was severed. Thread-safe. */
final class OneStream {
  private static final int GONE_SECONDS = 3; // a stream promises its end within two

  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private NodeStream stream; // guarded by this, as is the next
  private boolean severed;
  private List<CompletableFuture<Void>> waiting = List.of(); // replaced by each change

  /** The stream in use, or null. */
  synchronized NodeStream current() {
    return stream;
  }

  /** Whether there is a stream that is in use. */
  synchronized boolean isOpen() {
    return stream != null;
  }

  /** Whether this is the stream in use. */
  synchronized boolean isCurrent(NodeStream candidate) {
    return !severed && candidate != null && candidate == stream;
  }

  /** Takes a new stream into use; null when it is severed. {@code opener} must not wait. */
  synchronized NodeStream open(Supplier<NodeStream> opener) {
    if (severed) {
      return null;
    }
    stream = opener.get();
    return stream;
  }

  /** Closes the stream in use on request; {@code done} is told when there is none any more. */
  void close(DisconnectReason reason, CompletableFuture<Void> done) {
    NodeStream last = current();
    if (last == null) {
      done.complete(null);
    } else {
      whenSettled(done);
      last.close(reason);
    }
  }

  /** Lets {@link #settled} complete {@code done}, as it does for whoever asked before. */
  synchronized void whenSettled(CompletableFuture<Void> done) {
    List<CompletableFuture<Void>> longer = new ArrayList<>(waiting);
    longer.add(done);
    waiting = longer;
  }

  /** All that follows the end of a stream is done: whoever asked for it is told. */
  void settled() {
    List<CompletableFuture<Void>> asked;
    synchronized (this) {
      asked = waiting;
      waiting = List.of();
    }
    asked.forEach(done -> done.complete(null));
  }

  /** A stream has ended; true when it was in use. */
  boolean ended(NodeStream candidate) {
    synchronized (this) {
      if (candidate != stream) {
        return false;
      }
      stream = null;
      if (!severed) {
        return true;
      }
    }
    gone.complete(null);
    return false;
  }

  /** Closes what is open, and opens nothing more. */
  void sever(ScheduledExecutorService timer) {
    NodeStream last;
    synchronized (this) {
      if (severed) {
        return;
      }
      severed = true;
      last = stream;
    }
    if (last == null) {
      gone.complete(null);
      return;
    }
    ScheduledFuture<?> late =
        timer.schedule(() -> gone.complete(null), GONE_SECONDS, TimeUnit.SECONDS);
    gone.whenComplete((none, failure) -> late.cancel(false));
    last.close(new DisconnectReason.Crashed("connection child"));
  }

  /** Completes when it is severed and its socket is gone. */
  CompletionStage<Void> gone() {
    return gone;
  }
}
