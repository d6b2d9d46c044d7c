package org.amarula.supervision.internal.declared;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.connection.DeclaredAccounts;

/**
 * All declarations of one factory. Each has its own lane, so that one that starts or stops slowly
 * disturbs no other. Lives as long as the factory; thread-safe.
 */
public final class DeclarationBoard implements Declarations, DeclaredAccounts {
  private static final int LOOK_SECONDS = 30;

  private final ConnectionFactory factory;
  private final ScheduledExecutorService timer;
  private final Executor starters;
  private final Clock clock;
  private final Turns turns = new Turns();
  private final Map<String, Declaration> all = new ConcurrentSkipListMap<>();
  private volatile boolean closed;

  /**
   * A board without declarations.
   *
   * @param timer posts to {@code starters} only
   * @param starters where instances are started, which reads from the storage
   */
  public DeclarationBoard(
      ConnectionFactory factory, ScheduledExecutorService timer, Executor starters, Clock clock) {
    this.factory = factory;
    this.timer = timer;
    this.starters = starters;
    this.clock = clock;
    lookLater();
  }

  @Override
  public Declaration declare(String pid, Map<String, String> configuration) {
    Declaration declaration = new Declaration(pid, factory, turns, timer, starters, clock);
    all.put(pid, declaration);
    declaration.closed().thenRun(() -> all.remove(pid, declaration));
    declaration.configure(configuration);
    return declaration;
  }

  @Override
  public List<DeclarationStatus> declarations() {
    return all.values().stream().map(Declaration::status).toList();
  }

  /** Starts nothing any more; the factory stops what runs. */
  public void close() {
    closed = true;
    all.values().forEach(Declaration::abandon);
  }

  // The end of an instance is told as an event. One that user code held up until it was dropped
  // must not leave an account down for ever.
  private void look() {
    if (!closed) {
      all.values().forEach(Declaration::look);
      lookLater();
    }
  }

  private void lookLater() {
    timer.schedule(this::look, LOOK_SECONDS, TimeUnit.SECONDS);
  }
}
