package org.amarula.interop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes of the independent clients: one that a scenario is done with becomes a new device
 * for the next. They end with the run.
 */
final class PeerPool implements BeforeAllCallback, AutoCloseable {
  private static final PeerPool POOL = new PeerPool();

  private final Map<Kind, Deque<Peer>> idle = new EnumMap<>(Kind.class);
  private final List<Peer> all = new ArrayList<>();

  static PeerPool get() {
    return POOL;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(PeerPool.class, unused -> POOL);
  }

  synchronized Peer take(Kind kind) throws IOException, InterruptedException {
    Peer waiting = idle.computeIfAbsent(kind, unused -> new ArrayDeque<>()).poll();
    if (waiting == null) {
      waiting = Peer.start(kind, all.size() + 1);
      all.add(waiting);
    }
    return waiting;
  }

  /** Takes one back; one that does not answer is ended. */
  synchronized void giveBack(Peer peer) {
    try {
      peer.forget();
      idle.get(peer.kind()).add(peer);
    } catch (AssertionError | RuntimeException e) {
      peer.close(); // the scenario has failed over it already, or ended it
    }
  }

  @Override
  public synchronized void close() {
    all.forEach(Peer::close);
    all.clear();
    idle.clear();
  }
}
